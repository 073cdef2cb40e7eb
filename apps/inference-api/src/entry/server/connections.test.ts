import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { MemoryBudget } from "../../memory/memory-budget.ts";
import { Connections } from "./connections.ts";
import { endStalledAnswers } from "./stalled-answers.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(listener: RequestListener, { bytes = 1_000_000, most = 100 } = {}) {
  const memory = new MemoryBudget(bytes);
  const connections = new Connections(memory, most);
  const server = createServer(connections.serve(listener));
  connections.watch(server);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { memory, connections, port: (server.address() as AddressInfo).port };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once("close", resolve).resume());
}

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

it("serves the requests of a connection one after the other, and gives back what they waited with", async () => {
  let [running, most, served] = [0, 0, 0];
  const { memory, port } = await listen((_, outgoing) => {
    most = Math.max(most, ++running);
    setTimeout(() => {
      running -= 1;
      outgoing.end(`answer ${served++}`);
    }, 1);
  });
  const socket = await open(port);
  let text = "";
  socket.on("data", (bytes) => void (text += String(bytes)));
  socket.write(GET.repeat(100));
  await expect.poll(() => text, { timeout: 10_000 }).toContain("answer 99");
  expect(most).toBe(1);
  expect([...text.matchAll(/answer (\d+)/g)].map((match) => Number(match[1]))).toEqual([...Array(100).keys()]);
  await expect.poll(() => memory.used).toBe(0);
});

it("serves connections beside each other", async () => {
  const waiting: (() => void)[] = [];
  const { port } = await listen((_, outgoing) => {
    waiting.push(() => outgoing.end());
    if (waiting.length === 3) for (const answer of waiting) answer();
  });
  const sockets = await Promise.all([open(port), open(port), open(port)]);
  for (const socket of sockets) socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  await Promise.all(sockets.map(ended));
  expect(waiting).toHaveLength(3);
});

it("answers all requests of a client that has closed its side behind them", async () => {
  const { port } = await listen((_, outgoing) => void setTimeout(() => outgoing.end("done"), 20));
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let text = "";
  socket.on("data", (bytes) => void (text += String(bytes)));
  socket.end(GET.repeat(5));
  await once(socket, "end");
  socket.destroy();
  expect(text.match(/done/g)).toHaveLength(5);
});

it("reads the body of a request that waited", async () => {
  const bodies: string[] = [];
  const { port } = await listen((incoming, outgoing) => {
    let body = "";
    incoming.on("data", (bytes) => void (body += String(bytes)));
    incoming.on("end", () => {
      bodies.push(body);
      setTimeout(() => outgoing.end(), 5);
    });
  });
  const socket = await open(port);
  const post = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
  socket.write(`${post(3)}one${post(3)}two${post(300_000)}thr`);
  await pause(50);
  socket.write("e".repeat(299_997));
  await expect.poll(() => bodies.map((body) => body.length)).toEqual([3, 3, 300_000]);
});

it("ends a connection whose waiting requests have no memory, and lets others be", async () => {
  const { memory, port } = await listen(() => undefined, { bytes: 100_000 });
  const [greedy, other] = [await open(port), await open(port)];
  greedy.write(GET.repeat(1000));
  await ended(greedy);
  expect(memory.used).toBe(0);
  other.write(GET);
  await pause(50);
  expect(other.destroyed).toBe(false);
});

it("has Node make no request of what follows in the same read, once a connection is ended", async () => {
  const made: IncomingMessage[] = [];
  const { port } = await listen(() => undefined, { bytes: 5 * 4096 });
  servers.at(-1)?.prependListener("request", (incoming) => void made.push(incoming));
  const socket = await open(port);
  socket.write(GET.repeat(1500));
  await ended(socket);
  // One with the app, five that wait, and the one for which there is no memory.
  expect(made).toHaveLength(7);
});

it("gives back what a request holds when it is answered, and when its client goes", async () => {
  let answer = () => {};
  const { memory, connections, port } = await listen((incoming, outgoing) => {
    expect(connections.hold(incoming.socket, 600_000)).toBe(true);
    expect(connections.hold(incoming.socket, 600_000)).toBe(false);
    answer = () => outgoing.end();
  });
  const socket = await open(port);
  socket.write(GET);
  await expect.poll(() => memory.used).toBe(600_000);
  answer();
  await expect.poll(() => memory.used).toBe(0);
  socket.write(GET);
  await expect.poll(() => memory.used).toBe(600_000);
  socket.destroy();
  await expect.poll(() => memory.used).toBe(0);
});

it("makes room for a new connection by ending the oldest that never had a request, otherwise an idle one, and never a busy one", async () => {
  const { port } = await listen((incoming, outgoing) => void (incoming.url === "/" && outgoing.end("done")), {
    most: 3,
  });
  const busy = await open(port);
  busy.write("GET /busy HTTP/1.1\r\nHost: x\r\n\r\n");
  const idle = await open(port);
  idle.write(GET);
  await once(idle, "data");
  const silent = await open(port);
  const [silentEnded, idleEnded] = [ended(silent), ended(idle)];
  await open(port);
  await silentEnded;
  expect([busy.destroyed, idle.destroyed]).toEqual([false, false]);
  // The one that took its place never had a request either, and is older than the next.
  const last = await open(port);
  last.write(GET);
  await once(last, "data");
  await open(port);
  await idleEnded;
  expect(busy.destroyed).toBe(false);
});

it("takes no more connections where all are busy", async () => {
  let begun = 0;
  const { port } = await listen(() => void (begun += 1), { most: 2 });
  const busy: Socket[] = [];
  while (busy.length < 18) {
    const socket = await open(port);
    socket.write(GET);
    busy.push(socket);
    await expect.poll(() => begun, { interval: 2 }).toBe(busy.length);
  }
  await ended(await open(port));
  expect(busy.filter((socket) => socket.destroyed)).toHaveLength(0);
});

it("ends a connection whose client takes nothing of its answer, and not one whose client is slow", async () => {
  const answer = Buffer.alloc(64 * 2 ** 20, "x");
  const { connections, port } = await listen((_, outgoing) => {
    // In pieces, as streamed answers are sent.
    let sent = 0;
    const send = () => {
      while (sent < answer.length && !outgoing.destroyed) {
        const more = outgoing.write(answer.subarray(sent, (sent += 262_144)));
        if (!more) return void outgoing.once("drain", send);
      }
      outgoing.end();
    };
    send();
  });
  const counts: number[] = [];
  endStalledAnswers(connections, 2000, (count) => void counts.push(count));
  const [stalled, slow] = [await open(port), await open(port)];
  let taken = 0;
  stalled.pause();
  // 300 kB a second: the kernel's buffers hold what it takes in ten.
  slow.on("data", (bytes: Buffer) => {
    taken += bytes.length;
    slow.pause();
    setTimeout(() => slow.resume(), bytes.length / 300);
  });
  stalled.write(GET);
  slow.write(GET);
  await expect.poll(() => counts, { timeout: 8000 }).toEqual([1]);
  const before = taken;
  await pause(4000);
  expect(taken).toBeGreaterThan(before);
  expect(counts).toEqual([1]);
}, 20_000);
