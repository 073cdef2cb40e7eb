import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, open, readFile, writeFile } from "node:fs/promises";
import { constants } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { LambdaHostSettings } from "./lambda-host.ts";
import type { ServiceSpec } from "./service-types.ts";
import { makeReadOnly, unpackReadOnly } from "./unpack.ts";

export const LOG_FILE = "service.log";
const HOST_SETTINGS_FILE = "lambda-host.json";

/**
 * A process in a new group, whose output goes to the log file, so that it outlives its starter. It waits for `release`,
 * so that its pid can be recorded before it does anything; if the starter is killed before, it exits by itself.
 */
export interface Launched {
  readonly pid: number;
  readonly release: () => void;
  /** Settles if the process ends while its starter still lives. */
  readonly ended: Promise<string>;
}

/** Becomes the program once it has read a line; end of input means that the starter is gone. */
const WAITING = 'read -r _ && exec /usr/bin/env -u PWD -u OLDPWD -u SHLVL -u _ "$@" </dev/null';

/** Copies the artifact into the service's folder (a rebuild must not change what runs) and starts it. */
export async function launch(spec: ServiceSpec, instanceId: string): Promise<Launched> {
  const code = path.join(spec.directory, "code");
  const variables = {
    ...spec.environment,
    MODELPORT_INSTANCE_ID: instanceId,
    MODELPORT_ARTIFACT_DIGEST: spec.artifact.digest,
  };
  if (spec.artifact.kind === "server-bundle") {
    await cp(spec.artifact.path, code, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await makeReadOnly(code);
    return detach(spec.directory, [path.join(code, "server.mjs")], {
      HOST: "127.0.0.1",
      NODE_ENV: "production",
      ...variables,
      PORT: String(spec.port),
    });
  }
  await unpackReadOnly(await readFile(spec.artifact.path), code);
  const settings: LambdaHostSettings = {
    taskRoot: code,
    functionName: spec.name,
    port: spec.port,
    environment: variables,
    ...(spec.memoryMiB !== undefined && { memoryMiB: spec.memoryMiB }),
    ...(spec.timeoutSeconds !== undefined && { timeoutSeconds: spec.timeoutSeconds }),
    ...(spec.handler !== undefined && { handler: spec.handler }),
    ...(spec.invokeMode !== undefined && { invokeMode: spec.invokeMode }),
  };
  const settingsFile = path.join(spec.directory, HOST_SETTINGS_FILE);
  await writeFile(settingsFile, JSON.stringify(settings), { mode: 0o600 });
  const host = fileURLToPath(new URL("./lambda-host.ts", import.meta.url));
  return detach(spec.directory, [host, settingsFile], { MODELPORT_INSTANCE_ID: instanceId });
}

async function detach(
  directory: string,
  argv: readonly string[],
  variables: Record<string, string>,
): Promise<Launched> {
  const log = await open(path.join(directory, LOG_FILE), "a");
  try {
    const child = spawn("/bin/sh", ["-c", WAITING, "sh", process.execPath, ...argv], {
      cwd: directory,
      detached: true,
      env: {
        PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
        TZ: process.env["TZ"] ?? "UTC",
        ...variables,
      },
      stdio: ["pipe", log.fd, log.fd],
    });
    const ended = once(child, "exit").then(([exitCode, signal]) =>
      signal ? `signal ${signal}` : `exit code ${exitCode}`,
    );
    await once(child, "spawn");
    child.unref();
    const { stdin } = child;
    // It ended before it was released; `ended` says how.
    stdin?.on("error", () => undefined);
    return { pid: child.pid ?? -1, release: () => void stdin?.end("\n"), ended };
  } finally {
    await log.close();
  }
}
