import type { AppContext } from "./context.ts";
import { refuse } from "./refuse.ts";

export type MediaType = "json" | "ndjson" | "csv";

const TYPES: readonly (readonly [MediaType, RegExp])[] = [
  ["ndjson", /^application\/(?:x-)?(?:nd-?json|jsonl|jsonlines)$/],
  ["json", /^application\/(?:[\w.+-]+\+)?json$/],
  ["csv", /^text\/csv$/],
];

/** The kind of body that a Content-Type announces; undefined for any other type, and for any charset but UTF-8. */
export function mediaTypeOf(contentType: string | undefined): MediaType | undefined {
  // What nearly every client sends, without parsing.
  if (contentType === "application/json") return "json";
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset\s*=/.test(parameter));
  if (charset !== undefined && !/^charset\s*=\s*"?(?:utf-?8|us-ascii)"?$/.test(charset)) return undefined;
  return TYPES.find(([, pattern]) => pattern.test(type))?.[0];
}

/** 415, naming what was found and what is accepted. */
export function unsupportedMediaType(c: AppContext, taken: string): Response {
  const type = c.req.header("content-type");
  const found = type === undefined || type === "" ? "no Content-Type" : `Content-Type "${type.slice(0, 100)}"`;
  return refuse(c, "unsupported_media_type", { detail: `The request has ${found}; send Content-Type: ${taken}.` });
}

/** 415 for a compressed body: a few bytes could become gigabytes. */
export function refuseEncoded(c: AppContext): Response | undefined {
  const encoding = c.req.header("content-encoding");
  if (encoding === undefined || encoding.toLowerCase() === "identity") return undefined;
  const detail = `The body has Content-Encoding "${encoding.slice(0, 60)}"; send it uncompressed.`;
  return refuse(c, "unsupported_media_type", { detail });
}
