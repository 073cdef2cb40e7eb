// The pages for people: static files beside the bundle, the same for every model.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Context, Hono } from "hono";
import type { AppEnv } from "../app.ts";
import { respond } from "../respond.ts";

/** Beside the bundle; TypeScript sources run from src/routes. */
const DIRECTORY = join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "../../pages" : "pages");

/** Route -> file. Each route is a literal, so that the guard of methods knows it and no path leads elsewhere. */
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
  // Names carry no hash: a browser asks each time, and is answered 304.
  "Cache-Control": "no-cache",
  "Content-Security-Policy":
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

interface Page {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `/` to try a prediction, `/docs` to read the API, and what they load. A file is read when it is first asked for. */
export function pages(): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const read = new Map<string, Page>();
  for (const [route, file] of Object.entries(PAGES)) {
    routes.get(route, async (c) => {
      const page = read.get(file) ?? (await readPage(file));
      read.set(file, page);
      return answer(c, page);
    });
  }
  return routes;
}

async function readPage(file: string): Promise<Page> {
  const text = await readFile(join(DIRECTORY, file), "utf8");
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return { text, headers: { ...HEADERS, "Content-Type": CONTENT_TYPES[extname(file)] ?? "text/plain", ETag: etag } };
}

function answer(c: Context<AppEnv>, { text, headers }: Page): Response {
  const known = c.req.header("if-none-match") ?? "";
  // A proxy that compresses makes the tag a weak one.
  const tags = known.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const unchanged = tags.includes(headers["ETag"] ?? "") || known === "*";
  return unchanged ? respond(c, null, 304, headers) : respond(c, text, 200, headers);
}
