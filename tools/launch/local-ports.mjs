// The ports that `npm start` serves on: those of the local stack's settings, or the next free ones. Plain JavaScript for
// Node 20: a taken port is found before anything is installed.
import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { configuredPorts, ownerOf, whyNot } from "../doctor/src/ports.mjs";

const HIGHEST_PORT = 65_535;
/** What this clone runs by itself may keep its port: the stack, and the services without Pulumi. */
const OWN_STACKS = ["local", "without-pulumi"];
const SERVICES = {
  serverPort: { folder: "server", name: "server bundle" },
  lambdaPort: { folder: "lambda", name: "Lambda zip" },
};

/**
 * One port for each service. `takenBy` is there where `configured` was not free and `port` is another one.
 * @typedef {{key: "serverPort" | "lambdaPort", service: string, configured: number, port: number, takenBy?: string}} LocalPort
 * @param {{root: string, env: NodeJS.ProcessEnv, machine?: {platform: string, procFolder: string}}} context
 * @returns {Promise<LocalPort[]>}
 */
export async function chooseLocalPorts({ root, env, machine = { platform: process.platform, procFolder: "/proc" } }) {
  const wanted = configuredPorts(root);
  const spokenFor = new Set(wanted.map(({ port }) => port));
  const chosen = [];
  for (const { key, port } of wanted) {
    const service = SERVICES[key];
    const takenBy = await holderOf(port, service, { root, env, machine });
    const free = takenBy === undefined ? port : await nextFreePort(port, spokenFor);
    spokenFor.add(free);
    chosen.push({ key, service: service.name, configured: port, port: free, ...(takenBy && { takenBy }) });
  }
  return chosen;
}

/** One sentence for each port that another one takes the place of, with how to get the first one back. */
export function movedPortSentences(ports) {
  return moved(ports).map(
    ({ key, service, configured, port, takenBy }) =>
      `Port ${configured} is ${takenBy}, so the ${service} gets port ${port}, and keeps it in stacks/Pulumi.local.yaml ` +
      `(to change it: npx pulumi config set modelport:${key} ${configured} --stack local).`,
  );
}

/** Flags of `pulumi up` that keep the moved ports in the stack's file, for every command that comes after. */
export function portFlags(ports) {
  return moved(ports).flatMap(({ key, port }) => ["--config", `modelport:${key}=${port}`]);
}

function moved(ports) {
  return ports.filter(({ takenBy }) => takenBy !== undefined);
}

// A port that cannot exist is refused by the settings, in their sentence.
async function holderOf(port, service, { root, env, machine }) {
  if (port < 1 || port > HIGHEST_PORT) return undefined;
  const refusal = await whyNot(port);
  if (refusal === undefined) return undefined;
  const owner = await ownerOf(port, { env, machine });
  if (owner?.folder && isOwn(owner.folder, root, service)) return undefined;
  return owner ? `taken by ${owner.command} (pid ${owner.pid})` : `not free (${refusal})`;
}

function isOwn(folder, root, { folder: service }) {
  const local = join(realpathSync(root), ".modelport", "local");
  return OWN_STACKS.some((stack) => `${folder}${sep}`.startsWith(join(local, stack, service, sep)));
}

async function nextFreePort(after, spokenFor) {
  for (let port = after + 1; port <= HIGHEST_PORT; port += 1) {
    if (!spokenFor.has(port) && (await whyNot(port)) === undefined) return port;
  }
  return after; // there is none; the stack refuses this one
}
