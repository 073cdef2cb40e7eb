import { duplicateKey, exceededLimit, type JsonLimits, shown } from "@modelport/contracts";
import type { AppContext } from "./context.ts";
import { mediaTypeOf, refuseEncoded, unsupportedMediaType } from "./media-type.ts";
import { refuse } from "./refuse.ts";

/** The body as JSON, or the refusal: 415 for another content type or charset, 400 if it is not JSON in UTF-8. */
export async function readJson(c: AppContext): Promise<{ readonly json: unknown } | Response> {
  const encoded = refuseEncoded(c);
  if (encoded) return encoded;
  if (mediaTypeOf(c.req.header("content-type")) !== "json") {
    return unsupportedMediaType(c, "application/json in UTF-8");
  }
  let text: string;
  try {
    text = utf8.decode(c.env?.body ?? (await c.req.arrayBuffer()));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(c, "invalid_encoding");
  }
  return parseJson(c, text);
}

/** Text up to the size of a single prediction is parsed without checking `limits`. */
const SMALL_CHARACTERS = 65_536;

/** `text` as JSON, or the refusal. Text that exceeds `limits` is not parsed. */
export function parseJson(c: AppContext, text: string, limits?: JsonLimits): { readonly json: unknown } | Response {
  if (limits && text.length > SMALL_CHARACTERS) {
    // Parsing may take thirty times the memory of the text, and seconds in which no other request is answered.
    const exceeded = exceededLimit(text, limits);
    if (exceeded !== undefined) {
      return refuse(c, "payload_too_large", { detail: `${exceeded} Send fewer rows at a time, or NDJSON or CSV.` });
    }
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const empty = text.trim() === "";
    const detail = empty ? "The body is empty; send one JSON object." : "The body is not JSON; send one JSON object.";
    return refuse(c, "invalid_json", { detail });
  }
  const twice = duplicateKey(text, json);
  if (twice === undefined) return { json };
  return refuse(c, "invalid_json", { detail: `${shown(twice)} appears twice in one object; send it once.` });
}

/** Strips a byte order mark, and refuses bytes that are not UTF-8 instead of replacing them. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
