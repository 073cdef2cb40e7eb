// The request that each connection brought last, and whether its body still arrives.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "@modelport/contracts";
import { BodyFailed } from "../../http/body-failed.ts";
import type { OutsideAnswers } from "./outside-answer.ts";

const CONNECTION = Symbol("what a connection has under way");

type Tracked = Socket & { [CONNECTION]?: Connection };

interface Connection {
  last: ServerResponse | undefined;
  /** Bytes read when the connection was last looked at, and since when they are as many. */
  bytesRead: number;
  since: number;
}

/** What keeps an answer of ours from being written into another one. */
export class UnderWay {
  readonly #sockets = new Set<Tracked>();
  readonly #answers: OutsideAnswers;

  constructor(server: Server, answers: OutsideAnswers) {
    this.#answers = answers;
    server.on("connection", (socket: Tracked) => {
      socket[CONNECTION] = { last: undefined, bytesRead: 0, since: 0 };
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** To be called with each request. Pipelined answers leave in their order: when the last one is out, all are. */
  began({ socket }: IncomingMessage, outgoing: ServerResponse): void {
    const connection = (socket as Tracked)[CONNECTION];
    if (connection) connection.last = outgoing;
  }

  /** The answer that is not out yet; undefined if none is. */
  pendingOn(socket: Tracked): ServerResponse | undefined {
    const last = socket[CONNECTION]?.last;
    return last?.writableFinished && last.req.complete ? undefined : last;
  }

  /** The rest of the body of `outgoing`'s request does not come: the answer says so, and the connection ends with it. */
  failBody(outgoing: ServerResponse, code: ErrorCode): void {
    const { req: incoming, headersSent } = outgoing;
    const { socket } = incoming;
    if (outgoing.writableFinished) return void socket.destroy();
    outgoing.shouldKeepAlive = false;
    if (headersSent) outgoing.once("finish", () => socket.destroySoon());
    // Whatever reads the body learns it there. Destroying the request would destroy the connection too.
    if (incoming.listenerCount("error") > 0) incoming.emit("error", new BodyFailed(code));
    else if (headersSent) socket.destroy();
    else this.#answers.refuse(incoming, outgoing, code);
  }

  /**
   * Fails bodies of which no byte has come for `timeoutMs`. One that is not read at the moment, because its answer is not read
   * either or because it waits for an earlier answer of its connection, is not late. One timer looks at all connections: a
   * timer for each request would cost a server more than it looks.
   */
  watchBodies(timeoutMs: number): void {
    setInterval(() => {
      const now = performance.now();
      for (const socket of this.#sockets) {
        const { bytesRead, [CONNECTION]: connection } = socket;
        if (!connection) continue;
        const { last } = connection;
        const waits = last?.socket && !last.req.complete && last.req.readableLength === 0;
        if (!waits || bytesRead !== connection.bytesRead) Object.assign(connection, { bytesRead, since: now });
        else if (now - connection.since >= timeoutMs) {
          connection.since = now;
          this.failBody(last, "request_timeout");
        }
      }
    }, timeoutMs / 8).unref();
  }
}
