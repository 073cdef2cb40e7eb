// The pages for people: every endpoint serves them and all that they load, and they load nothing from elsewhere.
import { expect, it } from "vitest";
import type { Endpoint, EndpointResponse } from "./endpoint.ts";
import { expectProblem } from "./requests.ts";

const PAGES = ["/", "/docs"];
/** What a phone loads before it shows a page. */
const MOST_BYTES = 44_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** Declares the tests of the pages of one endpoint. */
export function pages(opened: () => Endpoint): void {
  const get = (path: string, headers: Record<string, string> = {}) => opened().send({ method: "GET", path, headers });

  it.each(PAGES)("serves the page %s with all that it loads, from here alone", async (page) => {
    const loaded = await loadAll(page, get);
    expect([...loaded.keys()].length).toBeGreaterThan(4);
    for (const [path, { status, headers, body }] of loaded) {
      expect(status, path).toBe(200);
      const extension = /\.(\w+)$/.exec(path)?.[1] ?? "";
      expect(headers["content-type"], path).toBe(CONTENT_TYPES[extension] ?? "text/html; charset=utf-8");
      expect(headers["content-security-policy"], path).toMatch(/^default-src 'self';(?!.*(unsafe|http))/);
      expect(headers["x-content-type-options"], path).toBe("nosniff");
      expect(foreign(body), path).toEqual([]);
    }
    const html = loaded.get(page)?.body ?? "";
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    const bytes = [...loaded.values()].reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([...PAGES, "/pages/style.css"])("answers 304 to who has %s already", async (path) => {
    const { headers } = await get(path);
    const etag = headers["etag"] ?? "";
    expect(etag).toMatch(/^"[\w-]{16,}"$/);
    expect(headers["cache-control"]).toBe("no-cache");
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const unchanged = await get(path, { "if-none-match": known });
      expect([unchanged.status, unchanged.body, unchanged.headers["etag"]]).toEqual([304, "", etag]);
    }
    expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
  });

  it.each([...PAGES, "/pages/style.css"])("takes GET for %s, and nothing else", async (path) => {
    const refused = await opened().send({ method: "POST", path, body: "" });
    expectProblem(refused, 405, "method_not_allowed", `${path} takes GET, HEAD, not POST.`);
    expect(refused.headers["allow"]).toBe("GET, HEAD");
  });

  it("serves no other file", async () => {
    for (const path of ["/pages/", "/pages/tsconfig.json", "/pages/..%2fserver.mjs", "/pages/%2e%2e/server.mjs"]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
}

/** The page and, by its references and theirs, everything that a browser fetches before it runs. */
async function loadAll(page: string, get: (path: string) => Promise<EndpointResponse>) {
  const loaded = new Map<string, EndpointResponse>();
  const waiting = [page];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    const answer = await get(path);
    loaded.set(path, answer);
    for (const [, reference] of answer.body.matchAll(
      /(?:<(?:link|script)[^>]*(?:href|src)=|^import [^"]*)"([^"]+)"/gm,
    )) {
      waiting.push(new URL(reference ?? "", `http://endpoint${path}`).pathname);
    }
  }
  return loaded;
}

/** Addresses of other hosts; the name of the SVG namespace is none, as nothing is fetched from it. */
function foreign(body: string): string[] {
  return [...body.matchAll(/(?:https?:)?\/\/[a-z0-9-]+\.[^\s"'`)]+/gi)]
    .map(([address]) => address)
    .filter((address) => address !== "http://www.w3.org/2000/svg");
}
