// The CLI and its Node.js language host, compiled from Go modules: for machines that reach registries but not get.pulumi.com.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fillOnce, userCacheFolder } from "../../../packages/user-cache/user-cache.mjs";
import { GO_CLI_VERSION, GO_LANGUAGE_HOST_VERSION } from "../../launch/versions.mjs";
import { compile, moduleFile, MODULES_FOLDER, whyGoCannot } from "./go-build.mjs";

/** The folder of the CLI's go.mod. */
export const CLI_MODULE = "cli";
const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const PROGRAMS = [
  {
    file: "pulumi-language-nodejs",
    module: "language-host",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: GO_LANGUAGE_HOST_VERSION,
    versionVariable: VERSION_VARIABLE,
  },
  {
    file: "pulumi",
    module: CLI_MODULE,
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: GO_CLI_VERSION,
    versionVariable: VERSION_VARIABLE,
  },
];

/** The CLI that an earlier run built from the same go.mod and go.sum, if any. */
export function findBuilt({ env }) {
  const binDir = join(buildFolder(env), "bin");
  const command = join(binDir, "pulumi");
  return existsSync(command) ? { command, source: "go", version: GO_CLI_VERSION, binDir } : undefined;
}

/** `{found}` or `{reason}`. The first build takes minutes, with a line every ten seconds. */
export async function build({ env, log }) {
  const tooOld = await whyGoCannot({ module: CLI_MODULE, what: "the CLI" }, env);
  if (tooOld) return { reason: tooOld };
  log(`Building the Pulumi CLI ${GO_CLI_VERSION} from Go modules, once for this account; it takes some minutes ...`);
  try {
    await fillOnce(buildFolder(env), {
      fill: async (folder) => {
        for (const program of PROGRAMS) await compile(program, { folder, env, log });
        await copyFile(join(MODULES_FOLDER, DYNAMIC_PROVIDER), join(folder, "bin", DYNAMIC_PROVIDER));
      },
      onWait: () => log("Another process is building the Pulumi CLI; waiting for it ..."),
    });
  } catch (error) {
    return { reason: error.message };
  }
  return { found: findBuilt({ env }) };
}

function buildFolder(env) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  hash.update(readFileSync(join(MODULES_FOLDER, DYNAMIC_PROVIDER)));
  for (const { module, version } of PROGRAMS) {
    hash.update(version);
    for (const file of ["go.mod", "go.sum"]) hash.update(moduleFile(module, file));
  }
  return join(userCacheFolder(env), "pulumi", `go-${GO_CLI_VERSION}-${hash.digest("hex").slice(0, 12)}`);
}
