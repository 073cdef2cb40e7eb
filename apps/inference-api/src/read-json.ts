import { duplicateKey } from "@modelport/contracts";
import type { Context } from "hono";
import type { AppEnv } from "./app.ts";
import { mediaTypeOf, refuseEncoded, unsupportedMediaType } from "./media-type.ts";
import { refuse } from "./refuse.ts";

/** The body as JSON, or the refusal: 415 for another content type or charset, 400 for what is not JSON in UTF-8. */
export async function readJson(c: Context<AppEnv>): Promise<{ readonly json: unknown } | Response> {
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

/** `text` as JSON, or the refusal. */
export function parseJson(c: Context<AppEnv>, text: string): { readonly json: unknown } | Response {
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
  const detail = `${JSON.stringify(twice.slice(0, 60))} stands twice in one object; send it once.`;
  return refuse(c, "invalid_json", { detail });
}

/** Strips a byte order mark, and refuses bytes that are not UTF-8 instead of replacing them. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
