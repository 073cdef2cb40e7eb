// The ports that `npm start` serves on: those of the local stack's settings, or the next free ones.
import { existsSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";

const HOST = "127.0.0.1";
const HIGHEST_PORT = 65_535;
const CONNECT_TIMEOUT_MILLISECONDS = 300;
/** Lambda may spend its whole timeout on one event before it answers /ready. */
const READY_TIMEOUT_MILLISECONDS = 10_000;
/** What this clone itself runs may keep its port: the stack, and the services without Pulumi. */
const OWN_STACKS = ["local", "without-pulumi"];
const SERVICES = [
  { key: "serverPort", standard: 8000, folder: "server", service: "server bundle" },
  { key: "lambdaPort", standard: 8001, folder: "lambda", service: "Lambda zip" },
];

/**
 * One port for each service. `why` says why `configured` is not free where `port` is another one; `isOwn`: a service of this
 * clone holds it.
 * @typedef {{key: string, service: string, configured: number, port: number, isOwn: boolean, why?: string}} LocalPort
 * @returns {Promise<LocalPort[]>}
 */
export async function chooseLocalPorts(root) {
  const wanted = configuredPorts(root);
  const reserved = new Set(wanted.map(({ configured }) => configured));
  const chosen = [];
  for (const { folder, ...each } of wanted) {
    const refusal = canExist(each.configured) ? await whyTaken(each.configured) : undefined;
    const isOwn = refusal !== undefined && (await isOwnService(root, folder, each.configured));
    const moves = refusal !== undefined && !isOwn;
    const port = moves ? await nextFreePort(each.configured, reserved) : each.configured;
    reserved.add(port);
    chosen.push({ ...each, port, isOwn, ...(moves && { why: refusal }) });
  }
  return chosen;
}

/** One sentence for each port that another one replaces, with how to get the configured one back. */
export function movedPortSentences(ports) {
  return moved(ports).map(
    ({ key, service, configured, port, why }) =>
      `Port ${configured} is ${why}, so the ${service} gets port ${port} and keeps it in stacks/Pulumi.local.yaml ` +
      `(to change it: npx pulumi config set modelport:${key} ${configured} --stack local).`,
  );
}

/** Flags of `pulumi up` that write the moved ports to the stack's file, for every later command. */
export function portFlags(ports) {
  return moved(ports).flatMap(({ key, port }) => ["--config", `modelport:${key}=${port}`]);
}

function moved(ports) {
  return ports.filter(({ why }) => why !== undefined);
}

function configuredPorts(root) {
  const file = join(root, "stacks", "Pulumi.local.yaml");
  const config = existsSync(file) ? readFileSync(file, "utf8") : "";
  return SERVICES.map(({ standard, ...service }) => {
    const setting = new RegExp(`^\\s+["']?(?:modelport:)?${service.key}["']?:\\s*["']?(\\d+)`, "m").exec(config)?.[1];
    return { ...service, configured: Number(setting ?? standard) };
  });
}

// The settings refuse a port that cannot exist, in their own sentence.
function canExist(port) {
  return port >= 1 && port <= HIGHEST_PORT;
}

/** Why nothing can listen on the port; undefined where it is free. */
async function whyTaken(port) {
  // Where a system lets a second socket bind beside one for all addresses, only a connection tells.
  return (await whyNoServer(port)) ?? ((await answers(port)) ? "taken by another program" : undefined);
}

function whyNoServer(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }) =>
      resolve(code === "EACCES" ? "not allowed for this user" : "taken by another program"),
    );
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: HOST, timeout: CONNECT_TIMEOUT_MILLISECONDS });
    const finish = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.once("timeout", () => finish(false));
  });
}

/** Whether what answers on the port is the service that one of this clone's records names. */
async function isOwnService(root, folder, port) {
  const ids = OWN_STACKS.map((stack) => readJson(join(root, ".modelport", "local", stack, folder, "service.json")))
    .filter((record) => record?.port === port)
    .map(({ instanceId }) => instanceId);
  return ids.length > 0 && ids.includes(await instanceIdAt(port));
}

async function instanceIdAt(port) {
  try {
    const signal = AbortSignal.timeout(READY_TIMEOUT_MILLISECONDS);
    const response = await fetch(`http://${HOST}:${port}/ready`, { signal });
    return (await response.json()).instance_id;
  } catch {
    return undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

async function nextFreePort(after, reserved) {
  for (let port = after + 1; port <= HIGHEST_PORT; port += 1) {
    if (!reserved.has(port) && (await whyTaken(port)) === undefined) return port;
  }
  return after; // there is none; the stack refuses this one
}
