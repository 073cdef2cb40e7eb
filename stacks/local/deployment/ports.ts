// Checks, before anything starts, that each port is free or held by the service that shall have it.
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { inspectService, readService } from "@modelport/local-runtime";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import { localFolder } from "./state-folder.ts";

/** A port that a service of a stack shall have, and the setting that says so. */
export interface WantedPort {
  readonly stack: string;
  readonly service: string;
  readonly port: number;
  readonly setting: string;
}

/** The first port that does not need root. */
const LEAST_PORT = 1024;
const MOST_PORT = 65_535;

interface Holder {
  readonly stack: string;
  readonly service: string;
}

/** @throws {DeploymentRefused} with one line for each port that is in use by something else */
export async function refuseTakenPorts(wanted: readonly WantedPort[], folder = localFolder): Promise<void> {
  const problems: string[] = [];
  const taken = wanted.map(({ port }) => port);
  for (const port of wanted) {
    const holder = await holderAgainst(port, folder);
    if (holder === undefined) continue;
    const free = await freePortAfter(port.port, taken);
    taken.push(free);
    problems.push(
      `Port ${port.port} of modelport:${port.setting} is in use by ${holder}: ${howToStop(holder)}, ` +
        `or choose a free port with ${configCommand({ key: port.setting, value: free }, port.stack)}.`,
    );
  }
  if (problems.length > 0) throw new DeploymentRefused(problems.join("\n"));
}

/** The holder of the port, in words; undefined if it is free, or held by the service that shall have it. */
async function holderAgainst(wanted: WantedPort, folder: string): Promise<string | undefined> {
  if (await isFree(wanted.port)) return undefined;
  const holder = await holderOf(wanted.port, folder);
  if (holder === undefined) return "another program";
  if (holder.stack === wanted.stack && holder.service === wanted.service) return undefined;
  return `the ${holder.service} of the stack ${holder.stack}`;
}

/** How to stop the holder: that stack's `destroy`, or the sweep if the stack was renamed or removed. */
function howToStop(holder: string): string {
  const [, stack] = / of the stack (\S+)$/.exec(holder) ?? [];
  if (stack === undefined) return "stop it";
  return `stop it with \`npx pulumi destroy --stack ${stack}\` (\`npx node stacks/local/sweep.ts ${stack}\` if that stack is gone)`;
}

/** The next free port that is not among `taken`; after the last one it goes on with the first. */
async function freePortAfter(port: number, taken: readonly number[]): Promise<number> {
  for (let next = port + 1; next !== port; next += 1) {
    if (next > MOST_PORT) next = LEAST_PORT;
    if (!taken.includes(next) && (await isFree(next))) return next;
  }
  return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The service, of any stack of this repository, that runs on `port`. */
async function holderOf(port: number, folder: string): Promise<Holder | undefined> {
  for (const stack of await entries(folder)) {
    for (const service of await entries(path.join(folder, stack))) {
      // A record that cannot be read belongs to no service.
      const running = await readService(path.join(folder, stack, service)).catch(() => undefined);
      if (running?.port === port && (await inspectService(running)) === "running") return { stack, service };
    }
  }
  return undefined;
}

async function entries(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
