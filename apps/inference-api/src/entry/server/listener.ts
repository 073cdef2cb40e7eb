// From Node's request to the app and back, by @hono/node-server.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { MAX_BODY_BYTES } from "../../limits.ts";
import type { OutsideAnswers } from "./outside-answer.ts";
import { endAfterAnswer } from "./refused-body.ts";

/** The member by which @hono/node-server, as Google's functions framework, takes a body that was read before it. */
interface Gathered extends IncomingMessage {
  rawBody?: Buffer;
  /** There is no memory for it. */
  overloaded?: true;
}

interface NodeEnv {
  readonly incoming: Gathered;
  readonly outgoing: ServerResponse;
}

/** Takes so many bytes of memory for the request on `socket` until it is answered; false where they are not there. */
export type Hold = (socket: Socket, bytes: number) => boolean;

/** A request with its answer, without their bodies or with those of one explained prediction. */
const REQUEST_BYTES = 16_384;

/**
 * Answers by `app`. A body that may be a single prediction is gathered first and handed over whole: read through the
 * adapter it passes a stream with four listeners, a promise and a copy, which together cost a tenth of the throughput.
 */
export function appListener(app: Hono<AppEnv>, answers: OutsideAnswers, hold: Hold = () => true): RequestListener {
  let current: Gathered | undefined;
  let currentAnswer: ServerResponse | undefined;
  const fetch = (request: Request, env: unknown) => {
    const { incoming, outgoing } = env as NodeEnv;
    const { rawBody, overloaded } = incoming;
    if (rawBody) return app.fetch(request, { body: rawBody, answer: outgoing });
    const response = app.fetch(request, overloaded ? { overloaded, answer: outgoing } : { answer: outgoing });
    return incoming.complete ? response : answerUnread(response, incoming, outgoing);
  };
  const listen = getRequestListener(fetch, {
    // Of a request of HTTP/1.0 without a Host header, as health checks send it.
    hostname: "localhost",
    // A RequestError is thrown before the app is called, while `current` is that request.
    errorHandler(error) {
      if (!(error instanceof Error && error.name === "RequestError") || !current || !currentAnswer) {
        return answers.failed(error);
      }
      const detail = `The address of the request is not valid (${error.message}); send a path, and a Host header that is a host.`;
      answers.refuse(current, currentAnswer, "malformed_request", { detail });
      return undefined;
    },
  });
  const answer = (incoming: Gathered, outgoing: ServerResponse) => {
    current = incoming;
    currentAnswer = outgoing;
    return listen(incoming, outgoing);
  };
  return (incoming: Gathered, outgoing) => {
    if (!hold(incoming.socket, REQUEST_BYTES)) incoming.overloaded = true;
    if (incoming.overloaded || !isSmall(incoming)) return void answer(incoming, outgoing);
    gather(incoming, hold, () => void answer(incoming, outgoing));
  };
}

/** Calls `gathered` when the body is whole, or when there is no memory for it. */
function gather(incoming: Gathered, hold: Hold, gathered: () => void): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => {
    if (incoming.overloaded) return;
    chunks.push(chunk);
    if (hold(incoming.socket, chunk.length)) return;
    incoming.overloaded = true;
    chunks.length = 0;
    gathered();
  });
  // Not for a client that goes away before its body is whole: nobody waits for that answer.
  incoming.on("end", () => {
    if (incoming.overloaded) return;
    const [first] = chunks;
    incoming.rawBody = first && chunks.length === 1 ? first : Buffer.concat(chunks);
    gathered();
  });
}

/** A request that is refused before its body is there ends its connection. */
async function answerUnread(
  answer: Response | Promise<Response>,
  incoming: Gathered,
  outgoing: ServerResponse,
): Promise<Response> {
  const response = await answer;
  if (response.status >= 400 && !incoming.complete) endAfterAnswer(incoming, outgoing);
  return response;
}

/** Announced lengths only: a stream may be a batch without end. */
function isSmall({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return length > 0 && length <= MAX_BODY_BYTES;
}
