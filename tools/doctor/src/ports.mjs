// Whether the local stack's ports are free, and whose they are where not.
import { createServer, connect } from "node:net";
import { readdirSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { capture } from "../../launch/run.mjs";
import { readText } from "./files.mjs";

const HOST = "127.0.0.1";
const TAKEN = "taken by a process that this user cannot see";
const LISTENING = "0A";
const CONNECT_TIMEOUT_MILLISECONDS = 300;
const SETTINGS = [
  { key: "serverPort", standard: 8000 },
  { key: "lambdaPort", standard: 8001 },
];

/** One check for each port that `npm start` will use. */
export async function checkPorts(context) {
  const wanted = configuredPorts(context.root);
  const spoken = new Set(wanted.map(({ port }) => port));
  const checks = [];
  for (const each of wanted) checks.push(await checkPort(each, spoken, context));
  return checks;
}

/** The ports of the local stack, by the key of their setting. */
export function configuredPorts(root) {
  const config = readText(join(root, "stacks", "Pulumi.local.yaml")) ?? "";
  return SETTINGS.map(({ key, standard }) => {
    const [, configured] = new RegExp(`^\\s+["']?(?:modelport:)?${key}["']?:\\s*["']?(\\d+)`, "m").exec(config) ?? [];
    return { key, port: Number(configured ?? standard) };
  });
}

async function checkPort({ key, port }, spoken, context) {
  const name = `port ${port}`;
  const refusal = await whyNot(port);
  if (refusal === undefined) return { name, status: "ok", value: "free" };
  const owner = refusal === TAKEN ? await ownerOf(port, context) : undefined;
  if (owner?.folder && `${owner.folder}/`.startsWith(join(context.root, ".modelport", "local", "/"))) {
    return { name, status: "ok", value: `this project's own service, pid ${owner.pid}` };
  }
  const value = owner ? `taken by ${owner.command}, pid ${owner.pid}` : refusal;
  const other = await freePort(spoken);
  spoken.add(other);
  return { name, status: "missing", value, mend: `npx pulumi config set ${key} ${other} --stack local` };
}

async function freePort(spoken) {
  let port = SETTINGS[0].standard;
  while (spoken.has(port) || (await whyNot(port)) !== undefined) port += 1;
  return port;
}

/** Why nothing can listen on the port; undefined where it is free. */
// Where a system lets a second socket bind beside one for all addresses, only the attempt to connect tells.
export async function whyNot(port) {
  return (await whyNoServer(port)) ?? ((await answers(port)) ? TAKEN : undefined);
}

function whyNoServer(port) {
  if (port < 1 || port > 65_535) return "no port; there are 1 to 65535";
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }) => resolve(code === "EACCES" ? "this user may not listen on it" : TAKEN));
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

/** `{pid, command, folder}`; the command's name alone, since arguments may hold secrets. */
export async function ownerOf(port, context) {
  return context.machine.platform === "linux"
    ? ownerInProc(port, context.machine.procFolder)
    : ownerByLsof(port, context);
}

function ownerInProc(port, proc) {
  const sockets = new Set(listeningInodes(port, proc).map((inode) => `socket:[${inode}]`));
  const pid = list(proc).find(
    (each) =>
      /^\d+$/.test(each) && list(join(proc, each, "fd")).some((fd) => sockets.has(target(join(proc, each, "fd", fd)))),
  );
  if (pid === undefined) return undefined;
  // The name in `comm` is that of a thread: Node calls its own MainThread.
  const program = target(join(proc, pid, "exe"));
  const command = (program && basename(program)) ?? readText(join(proc, pid, "comm"))?.trim() ?? "a process";
  return { pid: Number(pid), command, folder: target(join(proc, pid, "cwd")) };
}

function listeningInodes(port, proc) {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return ["tcp", "tcp6"]
    .flatMap((table) => (readText(join(proc, "net", table)) ?? "").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => local.endsWith(suffix) && state === LISTENING)
    .map((columns) => columns[9]);
}

async function ownerByLsof(port, { env, timeoutSeconds }) {
  const run = (...args) => capture("lsof", args, { env, timeoutSeconds, ownGroup: true });
  const field = (letter, text) => new RegExp(`^${letter}(.+)$`, "m").exec(text)?.[1];
  const { stdout } = await run("-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc");
  const pid = field("p", stdout);
  if (pid === undefined) return undefined;
  const { stdout: folders } = await run("-a", "-p", pid, "-d", "cwd", "-Fn");
  return { pid: Number(pid), command: field("c", stdout) ?? "a process", folder: field("n", folders) };
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function target(link) {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
