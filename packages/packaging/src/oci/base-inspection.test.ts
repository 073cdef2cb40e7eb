import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fakeNode, writeFakeBase, type FakeBase } from "../../fixtures/base-image.ts";
import { baseFromArchive } from "./base-archive.ts";
import { inspectBase } from "./base-inspection.ts";
import { blobStore } from "./blob-store.ts";

async function inspect(base: FakeBase) {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-base-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = await writeFakeBase(path.join(folder, "base.tar"), base);
  const shown = (error: Error) => {
    throw new Error(error.message.replaceAll(file, "base.tar"));
  };
  return baseFromArchive(file, blobStore(path.join(folder, "cache")), {})
    .then(inspectBase)
    .catch(shown);
}

test.each(["oci-archive", "docker-archive"] as const)("Node is found in an %s", async (format) => {
  expect(await inspect({ format })).toEqual({ nodePath: "/usr/local/bin/node", nodeVersion: "24.18.0" });
});

test("Node is found where distroless images and links have it, and a build of one's own by its environment", async () => {
  const elsewhere = { "usr/local/bin/node": null, "nodejs/bin/node": fakeNode("22.22.0") };
  expect(await inspect({ files: elsewhere })).toEqual({ nodePath: "/nodejs/bin/node", nodeVersion: "22.22.0" });
  expect(
    await inspect({
      files: { "usr/local/bin/node": null, "opt/node-24/bin/node": fakeNode("24.1.0") },
      links: { bin: "usr/bin", "usr/bin/node": "../../opt/node/bin/node", "opt/node": "node-24" },
      environment: ["PATH=/bin"],
    }),
  ).toEqual({ nodePath: "/bin/node", nodeVersion: "24.1.0" });
  expect(
    await inspect({
      files: { "usr/local/bin/node": fakeNode(undefined) },
      environment: ["PATH=/usr/local/bin", "NODE_VERSION=25.0.1"],
    }),
  ).toMatchObject({ nodeVersion: "25.0.1" });
});

const MUSL =
  "The base image base.tar has musl for its C library (as Alpine does), and onnxruntime's native library is built for glibc only: name a Debian-based image, for example node:24-slim instead of node:24-alpine.";

test.each<[string, FakeBase, string]>([
  ["Alpine", { files: { "etc/alpine-release": "3.22" } }, MUSL],
  [
    "musl's loader alone",
    { files: { "usr/lib64/ld-linux-x86-64.so.2": null, "lib/ld-musl-x86_64.so.1": "a loader" } },
    MUSL,
  ],
  [
    "another CPU",
    { architecture: "arm64" },
    "The base image base.tar is for linux/arm64, but the image is built for linux/amd64: name a base for linux/amd64.",
  ],
  [
    "no Node",
    { files: { "usr/local/bin/node": null } },
    "The base image base.tar has no Node on its PATH: name one with Node 22 or newer, for example node:24-slim.",
  ],
  [
    "an old Node",
    { files: { "usr/local/bin/node": fakeNode("20.19.0") } },
    "The base image base.tar has Node 20.19.0, but the app needs 22 or newer: name another, for example node:24-slim.",
  ],
  [
    "a Node that tells no version",
    { files: { "usr/local/bin/node": fakeNode(undefined) } },
    "Which Node /usr/local/bin/node in the base image base.tar is cannot be told: name a base with a release of nodejs.org, or set NODE_VERSION in its environment.",
  ],
])("%s is refused", async (_title, base, sentence) => {
  await expect(inspect(base)).rejects.toThrow(new Error(sentence));
});

test("a Debian that has musl installed too is accepted", async () => {
  expect(await inspect({ files: { "lib/ld-musl-x86_64.so.1": "a loader" } })).toMatchObject({ nodeVersion: "24.18.0" });
});
