import { expect, test } from "vitest";
import { parseReference } from "./reference.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

test.each([
  ["node", "docker.io", "https://registry-1.docker.io", "library/node", "latest", undefined],
  ["docker.io/library/node:24-slim", "docker.io", "https://registry-1.docker.io", "library/node", "24-slim", undefined],
  ["team/base:1", "docker.io", "https://registry-1.docker.io", "team/base", "1", undefined],
  [`node:24@${DIGEST}`, "docker.io", "https://registry-1.docker.io", "library/node", "24", DIGEST],
  [`registry.example/a/b@${DIGEST}`, "registry.example", "https://registry.example", "a/b", undefined, DIGEST],
  ["127.0.0.1:5000/node:24", "127.0.0.1:5000", "http://127.0.0.1:5000", "node", "24", undefined],
  ["localhost/node", "localhost", "http://localhost", "node", "latest", undefined],
  ["registry.example:8443/node", "registry.example:8443", "https://registry.example:8443", "node", "latest", undefined],
])("%s", (text, registry, origin, repository, tag, digest) => {
  expect(parseReference(text)).toEqual({ registry, origin, repository, tag, digest });
});

test.each(["", "Node", "node:", "node@sha256:abc", "a b", `node@${DIGEST}@${DIGEST}`, "node:24:25"])(
  "%j is refused",
  (text) => {
    expect(() => parseReference(text)).toThrow(
      `"${text}" is not an image reference: write [registry/]name[:tag] or [registry/]name@sha256:<64 hex digits>, in lower case; or the path of an image archive that ends in .tar.`,
    );
  },
);
