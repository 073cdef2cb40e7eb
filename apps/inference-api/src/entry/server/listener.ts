// Passes Node's requests to the app, and its answers back, through @hono/node-server.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { MAX_BODY_BYTES } from "../../limits.ts";
import type { OutsideAnswers } from "./outside-answer.ts";
import { endAfterAnswer } from "./refused-body.ts";

/** The member in which @hono/node-server accepts a body that was read earlier, as by Google's functions framework. */
interface Gathered extends IncomingMessage {
  rawBody?: Buffer;
  /** There is no memory for it. */
  overloaded?: true;
}

interface NodeEnv {
  readonly incoming: Gathered;
  readonly outgoing: ServerResponse;
}

/** Takes memory for the request on `socket` until it is answered; false if it is not available. */
export type Hold = (socket: Socket, bytes: number) => boolean;

/** A request and its answer, either without their bodies or with those of one explained prediction. */
const REQUEST_BYTES = 16_384;

/**
 * Answers with `app`. A body that may be a single prediction is collected first and passed on whole: reading it through
 * the adapter takes a stream with four listeners, a promise and a copy, together a tenth of the throughput.
 */
export function appListener(
  app: Pick<Hono<AppEnv>, "fetch">,
  answers: OutsideAnswers,
  hold: Hold = () => true,
): RequestListener {
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
    // For HTTP/1.0 requests without a Host header, such as health checks.
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

/** Calls `gathered` when the body is complete, or when there is no memory for it. */
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
  // A client that disconnects before its body is complete needs no answer.
  incoming.on("end", () => {
    if (incoming.overloaded) return;
    const [first] = chunks;
    incoming.rawBody = first && chunks.length === 1 ? first : Buffer.concat(chunks);
    gathered();
  });
}

/** A request that is refused before its body has arrived ends its connection. */
async function answerUnread(
  answer: Response | Promise<Response>,
  incoming: Gathered,
  outgoing: ServerResponse,
): Promise<Response> {
  const response = await answer;
  if (response.status >= 400 && !incoming.complete) endAfterAnswer(incoming, outgoing);
  return response;
}

/** Announced lengths only: a stream may be an endless batch. */
function isSmall({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return length > 0 && length <= MAX_BODY_BYTES;
}
