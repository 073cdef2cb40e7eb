import type { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { whyEndAbove } from "../../batch/answer-limit.ts";

/** What the platform in front of a server lets through, in bytes. */
export interface EntryLimits {
  readonly requestBytes: number;
  /** Of an answer that is streamed. */
  readonly streamBytes: number;
  /** Of an answer whose length is known. */
  readonly answerBytes: number;
}

/** `app`, with answers that stay below `limits`. */
export function limited(app: Hono<AppEnv>, { streamBytes, answerBytes }: EntryLimits): Pick<Hono<AppEnv>, "fetch"> {
  const more = { answerBytes, whyEndAt: (bytes: number) => whyEndAbove(streamBytes, bytes) };
  return { fetch: (request, bindings) => app.fetch(request, { ...bindings, ...more }) };
}
