// The pages for people: static files beside the bundle, the same for every model.
import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import { Hono } from "hono";
import type { AppContext, AppEnv } from "../http/context.ts";
import { ReadOnce } from "./read-once.ts";
import { respond } from "../http/respond.ts";

/** Beside the bundle; TypeScript sources run from src/routes. */
const DIRECTORY = join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "../../pages" : "pages");

/** Route -> file. Each route is a literal, so that the method guard knows it and no path escapes the folder. */
const PAGES: Readonly<Record<string, string>> = {
  "/": "index.html",
  "/docs": "docs.html",
  ...Object.fromEntries(
    [
      "answer.mjs",
      "curl.mjs",
      "docs.mjs",
      "dom.mjs",
      "favicon.svg",
      "fields.mjs",
      "language.mjs",
      "number.mjs",
      "schema.mjs",
      "style.css",
      "try.mjs",
      "words.mjs",
    ].map((file) => [`/pages/${file}`, file]),
  ),
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const HEADERS = {
  // File names carry no hash: browsers revalidate each time, and get 304.
  "Cache-Control": "no-cache",
  "Content-Security-Policy":
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

type Headers = Readonly<Record<string, string>>;

/**
 * `/` to try a prediction, `/docs` to read the API, and the files they load. A file is read on its first request, or at
 * startup with `now`: a server under attack may have no file descriptor left later.
 */
export function pages({ now }: { readonly now: boolean }): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const files = new ReadOnce();
  const headers = new Map<string, Headers>();
  for (const [route, file] of Object.entries(PAGES)) {
    const path = join(DIRECTORY, file);
    if (now) files.read(path).catch(() => undefined);
    routes.get(route, async (c) => {
      const bytes = await files.read(path);
      const own = headers.get(file) ?? headersOf(file, bytes);
      headers.set(file, own);
      return answer(c, bytes, own);
    });
  }
  return routes;
}

function headersOf(file: string, bytes: Uint8Array): Headers {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
  return { ...HEADERS, "Content-Type": CONTENT_TYPES[extname(file)] ?? "text/plain", ETag: etag };
}

function answer(c: AppContext, bytes: Uint8Array, headers: Headers): Response {
  const known = c.req.header("if-none-match") ?? "";
  // A proxy that compresses turns the tag into a weak one.
  const tags = known.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const unchanged = tags.includes(headers["ETag"] ?? "") || known === "*";
  return unchanged ? respond(c, null, 304, headers) : respond(c, bytes, 200, headers);
}
