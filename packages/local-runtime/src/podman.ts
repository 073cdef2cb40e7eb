// Runs an image in podman, for tests, with the limits of a small deployment unless others are given.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What podman prints; throws with its standard error if it fails. */
export async function podman(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("podman", args, { maxBuffer: 2 ** 26 });
  return stdout.trim();
}

export interface Container {
  readonly id: string;
  /** Runs a command in it; does not throw if the exit code is not 0. */
  exec(...command: readonly string[]): Promise<{ readonly code: number; readonly stderr: string }>;
  residentBytes(): Promise<number>;
  /** Sends SIGTERM, and SIGKILL after `seconds`. */
  stop(seconds: number): Promise<{ readonly exitCode: number; readonly seconds: number }>;
  logs(): Promise<string>;
  remove(): Promise<void>;
}

const LIMITS = ["--memory=256m", "--cpus=0.5"];
const NOTHING_WRITABLE = ["--read-only", "--read-only-tmpfs=false"];
const PRIVILEGES = ["--cap-drop=ALL", "--security-opt=no-new-privileges"];

/** Starts the image with 256 MiB and half a CPU (or `limits`), read-only, without privileges, in the host's network. */
export async function startContainer(
  image: string,
  environment: Readonly<Record<string, string>>,
  containerCommand: readonly string[] = [],
  limits: readonly string[] = LIMITS,
): Promise<Container> {
  const variables = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const id = await podman(
    "run",
    "--detach",
    "--network=host",
    ...limits,
    ...NOTHING_WRITABLE,
    ...PRIVILEGES,
    ...variables,
    image,
    ...containerCommand,
  );
  const inspect = (format: string) => podman("inspect", "--format", format, id);
  return {
    id,
    async exec(...command) {
      return run("podman", ["exec", id, ...command]).then(
        ({ stderr }) => ({ code: 0, stderr }),
        ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
      );
    },
    async residentBytes() {
      const status = await readFile(`/proc/${await inspect("{{.State.Pid}}")}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
    },
    async stop(seconds) {
      const began = performance.now();
      await podman("stop", "--time", String(seconds), id);
      return { exitCode: Number(await inspect("{{.State.ExitCode}}")), seconds: (performance.now() - began) / 1000 };
    },
    async logs() {
      const { stdout, stderr } = await run("podman", ["logs", id]);
      return stdout + stderr;
    },
    remove: async () => void (await podman("rm", "--force", "--time", "0", id)),
  };
}
