// A process that sends batches over connections that it keeps, one at a time on each. It is told a Load, and answers with a Result.
import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** The request as it is sent. */
  readonly request: string;
}

export interface Result {
  readonly answered: number;
  /** Answers with another status than 200. */
  readonly refused: number;
  /** Requests whose connection ended before the answer was complete. A new connection takes its place. */
  readonly lost: number;
  /** Connections that were refused: nobody listened. */
  readonly unconnected: number;
}

const LENGTH = /^HTTP\/1\.1 (\d+)[^]*?\r\ncontent-length: (\d+)\r\n/i;

function run({ port, connections, milliseconds, request }: Load): Promise<Result> {
  const result = { answered: 0, refused: 0, lost: 0, unconnected: 0 };
  const open = new Set<Socket>();
  let over = false;
  const start = () => {
    const socket = connect(port, "127.0.0.1");
    let [received, connected] = ["", false];
    open.add(socket);
    socket.setEncoding("latin1");
    socket.on("connect", () => {
      connected = true;
      socket.write(request);
    });
    socket.on("data", (piece: string) => {
      received += piece;
      const status = statusOf(received);
      if (status === undefined) return;
      received = "";
      result[status === "200" ? "answered" : "refused"] += 1;
      if (!over) socket.write(request);
    });
    // "close" follows.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open.delete(socket);
      if (over) return;
      result[connected ? "lost" : "unconnected"] += 1;
      start();
    });
  };
  for (let count = 0; count < connections; count++) start();
  return new Promise((resolve) => {
    setTimeout(() => {
      over = true;
      for (const socket of open) socket.destroy();
      resolve(result);
    }, milliseconds);
  });
}

/** The status of a whole answer. */
function statusOf(text: string): string | undefined {
  const [, status, length] = LENGTH.exec(text) ?? [];
  return length !== undefined && text.length >= text.indexOf("\r\n\r\n") + 4 + Number(length) ? status : undefined;
}

process.on("message", (load: Load) => void run(load).then((result) => process.send?.(result)));
