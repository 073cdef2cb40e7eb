// What one connection may have in progress: one request at a time, and no memory that the process does not have.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { MemoryBudget } from "../../memory/memory-budget.ts";

/** What a waiting request holds: two objects of Node with their headers. */
const WAITING_BYTES = 4096;

/** How many extra connections there may be while others are being closed. */
const SPARE_CONNECTIONS = 16;

/** One connection. */
interface Connection {
  /** Whether the app is handling one of its requests. */
  busy: boolean;
  /** When its last request arrived, counted in requests; 0 before its first. */
  turn: number;
  /** Reading from it is paused. */
  paused: boolean;
  /** Bytes of the budget that the request in progress holds. */
  held: number;
  readonly waiting: (readonly [IncomingMessage, ServerResponse])[];
}

const CONNECTION = Symbol("connection");
type Tracked = Socket & { [CONNECTION]?: Connection; readonly parser?: Parser | null };

/** The undocumented part of Node's parser that is used here. */
interface Parser {
  /** Called for each request of a read once its headers are complete; UPGRADE ends the read. */
  onIncoming: (this: void, incoming: IncomingMessage, keepsAlive: boolean) => number;
}

const UPGRADE = 2;

/**
 * Node passes all the requests of one read to the listener at once, up to a thousand in 64 KiB, whether or not their
 * client reads the answers. Here they are served one after the other, as their answers are sent; meanwhile nothing more
 * is read from the connection.
 */
export class Connections {
  readonly #memory: MemoryBudget;
  readonly #open = new Map<Tracked, Connection>();
  readonly #most: number;
  readonly #busy: (change: 1 | -1) => void;
  #turns = 0;
  #ending = false;

  /** At most `most` at a time. `busy` is called when a request begins, and when it is answered or its client has left. */
  constructor(memory: MemoryBudget, most = Number.POSITIVE_INFINITY, busy: (change: 1 | -1) => void = () => undefined) {
    this.#memory = memory;
    this.#most = most;
    this.#busy = busy;
  }

  [Symbol.iterator](): Iterator<Socket> {
    return this.#open.keys();
  }

  /** Tracks the connections of `server`. */
  watch(server: Server): void {
    // If all are busy, none makes room.
    server.maxConnections = this.#most + SPARE_CONNECTIONS;
    server.on("connection", (socket: Tracked) => {
      if (this.#open.size >= this.#most) this.#makeRoom();
      const connection: Connection = { busy: false, turn: 0, paused: false, held: 0, waiting: [] };
      socket[CONNECTION] = connection;
      this.#open.set(socket, connection);
      socket.once("close", () => this.#closed(socket, connection));
      endReadWith(socket);
      // Whatever reads a body emits `resume`; Node's own listener pauses again in the same way.
      socket.on("resume", keepPaused);
    });
  }

  /** `listener` for one request per connection at a time. */
  serve(listener: RequestListener): RequestListener {
    const run = (connection: Connection, incoming: IncomingMessage, outgoing: ServerResponse) => {
      connection.busy = true;
      this.#busy(1);
      connection.turn = ++this.#turns;
      outgoing.on("close", answered);
      listener(incoming, outgoing);
    };
    const next = (socket: Tracked, connection: Connection) => {
      const [incoming, outgoing] = connection.waiting.shift() ?? [];
      if (!incoming || !outgoing) return;
      this.#memory.give(WAITING_BYTES);
      // A request that is complete is answered before more is read: Node ends a connection once it has read that the
      // client has sent everything.
      if (connection.waiting.length === 0 && !incoming.complete) resume(socket, connection);
      run(connection, incoming, outgoing);
    };
    const finish = (socket: Tracked) => this.#finish(socket, next);
    // One function for all requests, because it is registered with each of them.
    function answered(this: ServerResponse): void {
      finish(this.req.socket);
    }
    return (incoming, outgoing) => {
      const socket: Tracked = incoming.socket;
      const connection = socket[CONNECTION];
      // The connection ended while Node was still parsing what had been read from it.
      if (!connection || socket.destroyed) return;
      if (connection.busy) this.#wait(socket, connection, incoming, outgoing);
      else run(connection, incoming, outgoing);
    };
  }

  /** Takes `bytes` for the request in progress on `socket`, until it is answered; false if they are not available. */
  hold(socket: Tracked, bytes: number): boolean {
    const connection = socket[CONNECTION];
    if (!connection || !this.#memory.take(bytes)) return false;
    connection.held += bytes;
    return true;
  }

  /** Closes every connection without a request in progress, and each of the others when its request is answered. */
  endUnused(): void {
    this.#ending = true;
    for (const [socket, { busy }] of this.#open) if (!busy) socket.destroy();
  }

  #finish(socket: Tracked, next: (socket: Tracked, connection: Connection) => void): void {
    const connection = socket[CONNECTION];
    if (!connection) return;
    this.#memory.give(connection.held);
    connection.held = 0;
    this.#idle(connection);
    if (socket.destroyed) return;
    if (connection.waiting.length > 0) return next(socket, connection);
    // A request that began before draining was not told that its connection closes.
    if (this.#ending) return void socket.end();
    if (connection.paused) resume(socket, connection);
  }

  #wait(socket: Socket, connection: Connection, incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (!this.#memory.take(WAITING_BYTES)) return void socket.destroy();
    connection.waiting.push([incoming, outgoing]);
    connection.paused = true;
    socket.pause();
  }

  #closed(socket: Tracked, connection: Connection): void {
    delete socket[CONNECTION];
    this.#open.delete(socket);
    this.#memory.give(connection.held + connection.waiting.length * WAITING_BYTES);
    connection.waiting.length = 0;
    this.#idle(connection);
  }

  #idle(connection: Connection): void {
    if (connection.busy) this.#busy(-1);
    connection.busy = false;
  }

  /** Closes the oldest connection without any request, otherwise the one that has been idle the longest. */
  #makeRoom(): void {
    let longest: Socket | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [socket, { busy, turn }] of this.#open) {
      if (busy || turn >= least || socket.destroyed) continue;
      [longest, least] = [socket, turn];
    }
    longest?.destroy();
  }
}

/**
 * Stops Node from creating more requests out of what was read from a connection that has ended: otherwise each of a
 * thousand requests in 64 KiB gets two objects, which stay until the event loop has read from every other connection.
 */
function endReadWith(socket: Tracked): void {
  const { parser } = socket;
  if (typeof parser?.onIncoming !== "function") return;
  const take = parser.onIncoming;
  parser.onIncoming = (incoming, keepsAlive) => (socket.destroyed ? UPGRADE : take(incoming, keepsAlive));
}

function resume(socket: Socket, connection: Connection): void {
  connection.paused = false;
  socket.resume();
}

function keepPaused(this: Tracked): void {
  if (this[CONNECTION]?.paused) this.pause();
}
