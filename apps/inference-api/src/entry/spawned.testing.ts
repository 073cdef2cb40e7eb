// The packaged server as a separate process, with access to its standard output.
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { freePort } from "@modelport/local-runtime";
import { packaged } from "./packaged.testing.ts";

export interface SpawnedServer {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  /** What it has logged so far, if its output is a pipe to this process. */
  log(): Record<string, unknown>[];
  /** The text of GET /metrics. */
  metrics(): Promise<string>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** A command that serves on PORT. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
}

/** Starts it on a free port and waits until it is ready. */
export async function spawnServer(
  env: Readonly<Record<string, string>> = {},
  stdio: StdioOptions = ["ignore", "pipe", "inherit"],
  program?: Program,
): Promise<SpawnedServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { command, folder } = program ?? {
    command: [process.execPath, "server.mjs"],
    folder: packaged("server-bundle").path,
  };
  const [file, ...given] = command;
  const child = spawn(file, given, {
    cwd: folder,
    env: { HOST: "127.0.0.1", PORT: String(port), DRAIN_DELAY_MS: "0", ...env },
    stdio,
  });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => void (text += piece));
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const ready = async () =>
    env["PORT"] === "0"
      ? text.includes('"ready"')
      : (await fetch(`${url}/ready`).catch(() => undefined))?.status === 200;
  while (!(await ready())) {
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}.`);
    await pause(10);
  }
  const log = () =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  return { child, port, url, log, metrics, ended };
}

/** A raw connection; `received()` is everything so far, `closed` resolves with it when the connection ends. */
export async function openConnection(port: number) {
  const socket: Socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (bytes) => void (text += bytes.toString("latin1")));
  // A connection that the server resets shows as a missing answer.
  socket.on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await once(socket, "connect");
  return { socket, received: () => text, closed };
}

/** What the server answers to these bytes until it closes the connection, or for `patienceMs`. */
export async function exchange(port: number, bytes: string | Buffer, patienceMs = 3000): Promise<string> {
  const { socket, received, closed } = await openConnection(port);
  socket.write(bytes);
  const text = await Promise.race([closed, pause(patienceMs).then(received)]);
  socket.destroy();
  return text;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until `holds` returns true, for at most five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await pause(10);
}
