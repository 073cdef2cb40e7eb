// From Node's request to the app and back, by @hono/node-server.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { type AppEnv, MAX_BODY_BYTES } from "../app.ts";
import type { OutsideAnswers } from "./outside-answer.ts";

/** The member by which @hono/node-server, as Google's functions framework, takes a body that was read before it. */
interface Gathered extends IncomingMessage {
  rawBody?: Buffer;
}

interface NodeEnv {
  readonly incoming: Gathered;
  readonly outgoing: ServerResponse;
}

/**
 * Answers by `app`. A body that may be a single prediction is gathered first and handed over whole: read through the
 * adapter it passes a stream with four listeners, a promise and a copy, which together cost a tenth of the throughput.
 */
export function appListener(app: Hono<AppEnv>, answers: OutsideAnswers): RequestListener {
  let current: Gathered | undefined;
  let currentAnswer: ServerResponse | undefined;
  const fetch = (request: Request, env: unknown) => {
    const { incoming, outgoing } = env as NodeEnv;
    const { rawBody } = incoming;
    return app.fetch(request, rawBody ? { body: rawBody, answer: outgoing } : { answer: outgoing });
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
    if (!isSmall(incoming)) return void answer(incoming, outgoing);
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => void chunks.push(chunk));
    // Not for a client that goes away before its body is whole: nobody waits for that answer.
    incoming.on("end", () => {
      const [first] = chunks;
      incoming.rawBody = first && chunks.length === 1 ? first : Buffer.concat(chunks);
      void answer(incoming, outgoing);
    });
  };
}

/** Announced lengths only: a stream may be a batch without end. */
function isSmall({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return length > 0 && length <= MAX_BODY_BYTES;
}
