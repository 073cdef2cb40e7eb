// The last request of each connection, and whether its body is still arriving.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "@modelport/contracts";
import { BodyFailed } from "../../http/body-failed.ts";
import type { OutsideAnswers } from "./outside-answer.ts";

const CONNECTION = Symbol("what a connection has under way");

type Tracked = Socket & { [CONNECTION]?: Connection };

interface Connection {
  last: ServerResponse | undefined;
  /** Bytes read when the connection was last checked, and since when that number has not changed. */
  bytesRead: number;
  since: number;
}

/** Keeps an answer from being written into another one. */
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

  /** Call this for each request. Pipelined answers leave in order: when the last one is sent, all are. */
  began({ socket }: IncomingMessage, outgoing: ServerResponse): void {
    const connection = (socket as Tracked)[CONNECTION];
    if (connection) connection.last = outgoing;
  }

  /** The answer that has not been sent yet; undefined if there is none. */
  pendingOn(socket: Tracked): ServerResponse | undefined {
    const last = socket[CONNECTION]?.last;
    return last?.writableFinished && last.req.complete ? undefined : last;
  }

  /**
   * The rest of the body of `outgoing`'s request will not arrive: the answer says so, and the connection ends with it.
   */
  failBody(outgoing: ServerResponse, code: ErrorCode): void {
    const { req: incoming, headersSent } = outgoing;
    const { socket } = incoming;
    if (outgoing.writableFinished) return void socket.destroy();
    outgoing.shouldKeepAlive = false;
    if (headersSent) outgoing.once("finish", () => socket.destroySoon());
    // Whatever reads the body gets the error there; destroying the request would destroy the connection too.
    if (incoming.listenerCount("error") > 0) incoming.emit("error", new BodyFailed(code));
    else if (headersSent) socket.destroy();
    else this.#answers.refuse(incoming, outgoing, code);
  }

  /**
   * Fails bodies of which no byte has arrived for `timeoutMs`. A body that is not being read, because its answer is not
   * read either or because it waits for an earlier answer of its connection, is not late. One timer checks all
   * connections, since a timer for each request would cost more than the check.
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
