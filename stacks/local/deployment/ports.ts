// Are the ports of a deployment free, or held by the very service that is to have them? Asked before anything starts.
import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { inspectService, readService } from "@modelport/local-runtime";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import { localFolder } from "./state-folder.ts";

/** A port that a service of a stack is to have, and the setting that says so. */
export interface WantedPort {
  readonly stack: string;
  readonly service: string;
  readonly port: number;
  readonly setting: string;
}

/** The first that needs no rights of root. */
const LEAST_PORT = 1024;
const MOST_PORT = 65_535;

interface Holder {
  readonly stack: string;
  readonly service: string;
}

/** Throws a {@link DeploymentRefused} with one line for each port that somebody else holds. */
export async function refuseTakenPorts(wanted: readonly WantedPort[], folder = localFolder): Promise<void> {
  const problems: string[] = [];
  const spoken = wanted.map(({ port }) => port);
  for (const port of wanted) {
    const holder = await holderAgainst(port, folder);
    if (holder === undefined) continue;
    const free = await freePortAfter(port.port, spoken);
    spoken.push(free);
    problems.push(
      `Port ${port.port} of modelport:${port.setting} is in use by ${holder}: ${howToStop(holder)}, ` +
        `or choose a free port with ${configCommand({ key: port.setting, value: free }, port.stack)}.`,
    );
  }
  if (problems.length > 0) throw new DeploymentRefused(problems.join("\n"));
}

/** Who holds the port, in words; undefined where nobody does, or the very service that is to have it. */
async function holderAgainst(wanted: WantedPort, folder: string): Promise<string | undefined> {
  if (await isFree(wanted.port)) return undefined;
  const holder = await holderOf(wanted.port, folder);
  if (holder === undefined) return "another program";
  if (holder.stack === wanted.stack && holder.service === wanted.service) return undefined;
  return `the ${holder.service} of the stack ${holder.stack}`;
}

/** What ends the holder: that stack's `destroy`, or the sweep where the stack itself was renamed or removed. */
function howToStop(holder: string): string {
  const [, stack] = / of the stack (\S+)$/.exec(holder) ?? [];
  if (stack === undefined) return "stop that";
  return `stop that with \`npx pulumi destroy --stack ${stack}\` (\`npx node stacks/local/sweep.ts ${stack}\` where that stack is gone)`;
}

/** The next free port that nobody has spoken for, around the end of the range where need be. */
async function freePortAfter(port: number, spoken: readonly number[]): Promise<number> {
  for (let next = port + 1; next !== port; next += 1) {
    if (next > MOST_PORT) next = LEAST_PORT;
    if (!spoken.includes(next) && (await isFree(next))) return next;
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
      // A record that cannot be read is nobody's.
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
