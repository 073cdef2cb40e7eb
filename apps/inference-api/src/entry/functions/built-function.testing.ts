// The source of the Google Cloud function, as Google's build leaves it, and the command that the build's image starts.
// https://github.com/GoogleCloudPlatform/buildpacks, cmd/nodejs/npm/lib/lib.go and cmd/nodejs/functions_framework/lib/lib.go
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { removeFolder, unpack } from "@modelport/local-runtime";
import { packaged } from "../packaged.testing.ts";
import type { Program } from "../spawned.testing.ts";

const run = promisify(execFile);

/** With Node 24 before any other. */
const PATH = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);

/** Cuts the network off where this user may; undefined where not. */
const ALONE = ["/usr/bin/unshare", "--net"];
export const cutsNetwork = spawnSync(ALONE[0] ?? "", [...ALONE.slice(1), "true"]).status === 0;

export interface BuiltFunction extends Program {
  /** What the build said. */
  readonly output: string;
  remove(): Promise<void>;
}

/** Unpacks the archive and does what the build does with GOOGLE_VENDOR_NPM_DEPENDENCIES=true, without a network. */
export async function buildFunction(): Promise<BuiltFunction> {
  const root = await mkdtemp(join(tmpdir(), "modelport-function-"));
  const folder = join(root, "workspace");
  // Without the modes of the zip: the build must not depend on who unpacks it.
  await unpack(await readFile(packaged("functions-source").path), folder);
  const env = {
    PATH,
    HOME: join(root, "home"),
    NODE_ENV: "production",
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_update_notifier: "false",
  };
  const [command = "", ...given] = [...(cutsNetwork ? ALONE : []), "npm", "rebuild", "--foreground-scripts"];
  const { stdout, stderr } = await run(command, given, { cwd: folder, env });
  await run(process.execPath, ["--check", "index.mjs"], { cwd: folder, env });
  return {
    folder,
    output: stdout + stderr,
    command: ["/bin/bash", "-c", "node_modules/.bin/functions-framework"],
    remove: () => removeFolder(root),
  };
}

/** The variables that the image and the platform set for the function. */
export const functionVariables = {
  PATH,
  FUNCTION_TARGET: "modelport",
  FUNCTION_SIGNATURE_TYPE: "http",
  NODE_ENV: "production",
  K_SERVICE: "modelport",
  // Google sets it for new functions: the framework replaces process.stdout.write.
  LOG_EXECUTION_ID: "true",
} as const;
