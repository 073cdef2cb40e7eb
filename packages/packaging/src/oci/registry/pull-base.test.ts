import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { fakeBaseBlobs } from "../../../fixtures/base-image.ts";
import { listen } from "../../../fixtures/http-server.ts";
import { inspectBase } from "../base-inspection.ts";
import { blobStore } from "../blob-store.ts";
import { pullBase } from "./pull-base.ts";

const RETRIES = { attempts: 3, firstDelayMs: 1, longestDelayMs: 5 };
const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

interface Behavior {
  /** Called for each request; true where it has answered. */
  readonly interfere?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly platforms?: readonly string[];
}

/** A registry with one base image behind an index, attestation included, that hands out tokens for a password. */
async function registry({ interfere, platforms = ["amd64", "arm64"] }: Behavior = {}) {
  const { layer, config, manifest, descriptor } = await fakeBaseBlobs();
  const manifests = [
    ...platforms.map((architecture) => ({ ...descriptor, platform: { os: "linux", architecture } })),
    {
      ...descriptor,
      platform: { os: "unknown", architecture: "unknown" },
      digest: sha256(Buffer.from("an attestation")),
    },
  ];
  const index = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests }),
  );
  const bodies = new Map<string, Uint8Array>([
    ["/v2/team/base/manifests/24", index],
    ...[index, manifest].map((bytes): [string, Uint8Array] => [`/v2/team/base/manifests/${sha256(bytes)}`, bytes]),
    ...[layer, config].map((bytes): [string, Uint8Array] => [`/v2/team/base/blobs/${sha256(bytes)}`, bytes]),
  ]);
  const requests: string[] = [];
  const address = await listen((request, response) => {
    const url = new URL(request.url ?? "/", "http://registry");
    requests.push(`${request.method} ${url.pathname}`);
    if (interfere?.(request, response)) return;
    if (url.pathname === "/token") {
      const known = request.headers.authorization === `Basic ${Buffer.from("ann:secret").toString("base64")}`;
      response.writeHead(known ? 200 : 401).end(JSON.stringify({ token: `for ${url.searchParams.get("scope")}` }));
    } else if (request.headers.authorization !== "Bearer for repository:team/base:pull") {
      const challenge = `Bearer realm="http://${address}/token",service="tests",scope="repository:team/base:pull"`;
      response.writeHead(401, { "www-authenticate": challenge }).end();
    } else {
      const body = bodies.get(url.pathname);
      response.writeHead(body ? 200 : 404).end(body ?? '{"errors":[{"message":"manifest unknown"}]}');
    }
  });
  return { address, requests, digest: sha256(index), layer };
}

async function loggedIn(address: string, auth = "ann:secret"): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-pull-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "auth.json");
  await writeFile(file, JSON.stringify({ auths: { [address]: { auth: Buffer.from(auth).toString("base64") } } }));
  vi.stubEnv("REGISTRY_AUTH_FILE", file);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

test("a base is fetched through an index and a token, and comes from the cache the next time", async () => {
  const { address, requests, digest } = await registry();
  const store = blobStore(path.join(await loggedIn(address), "cache"));
  const source = `${address}/team/base:24@${digest}`;
  const base = await pullBase(source, store, { retries: RETRIES });
  expect(await inspectBase(base)).toEqual({ nodePath: "/usr/local/bin/node", nodeVersion: "24.18.0" });
  const asked = requests.length;
  expect(await pullBase(source, store, { retries: RETRIES })).toEqual(base);
  expect(requests).toHaveLength(asked);
  expect(requests.filter((line) => line === "GET /token")).toHaveLength(1);
});

test("passing faults are waited out, also in the middle of a layer", async () => {
  const faults = [503, 429];
  let broken = false;
  const { address, layer } = await registry({
    interfere(request, response) {
      const status = request.url?.includes("/manifests/") ? faults.shift() : undefined;
      if (status) response.writeHead(status).end();
      else if (!broken && request.headers.authorization && request.url?.endsWith(sha256(layer))) {
        broken = true;
        response.writeHead(200, { "content-length": layer.byteLength });
        response.write(layer.subarray(0, 100), () => response.destroy());
      } else return false;
      return true;
    },
  });
  const store = blobStore(path.join(await loggedIn(address), "cache"));
  const base = await pullBase(`${address}/team/base:24`, store, { retries: { ...RETRIES, attempts: 4 } });
  expect(base.layers).toHaveLength(1);
  expect(broken).toBe(true);
});

test("bytes that are not the digest's are refused", async () => {
  const { address, digest } = await registry({
    interfere(request, response) {
      if (!request.headers.authorization?.startsWith("Bearer") || !request.url?.includes("/manifests/")) return false;
      response.end('{"schemaVersion":2}');
      return true;
    },
  });
  const store = blobStore(path.join(await loggedIn(address), "cache"));
  const source = `${address}/team/base@${digest}`;
  await expect(pullBase(source, store, { retries: RETRIES })).rejects.toThrow(
    `The manifest of ${source} should have the digest ${digest}, but its 19 bytes have ${sha256(Buffer.from('{"schemaVersion":2}'))}: it is damaged or was changed; fetch or write it again.`,
  );
});

test("an image without a variant for linux/amd64, an unknown tag and a wrong password are said", async () => {
  const { address } = await registry({ platforms: ["arm64", "s390x"] });
  const store = blobStore(path.join(await loggedIn(address), "cache"));
  await expect(pullBase(`${address}/team/base:24`, store, { retries: RETRIES })).rejects.toThrow(
    `The base image ${address}/team/base:24 has no linux/amd64 variant (it has linux/arm64, linux/s390x, unknown/unknown): name one that has, for example node:24-slim.`,
  );
  await expect(pullBase(`${address}/team/base:25`, store, { retries: RETRIES })).rejects.toThrow(
    `The base image ${address}/team/base:25 cannot be fetched: ${address} answered 404 (manifest unknown) to GET /v2/team/base/manifests/25.`,
  );
  await loggedIn(address, "ann:wrong");
  await expect(pullBase(`${address}/team/base:25`, store, { retries: RETRIES })).rejects.toThrow(
    `The base image ${address}/team/base:25 cannot be fetched: http://${address} gives no token for repository:team/base:pull at ${address} (status 401): check the user name, the password and the rights.`,
  );
});

test("a helper that another machine's configuration names, and that is not here, does not prevent the use of a public base", async () => {
  const { address } = await registry({
    interfere(request, response) {
      if (!request.url?.startsWith("/token") || request.headers.authorization) return false;
      response.end('{"token":"for repository:team/base:pull"}');
      return true;
    },
  });
  const folder = await loggedIn(address);
  vi.stubEnv("REGISTRY_AUTH_FILE", "");
  for (const name of ["HOME", "DOCKER_CONFIG", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PATH"]) vi.stubEnv(name, folder);
  await writeFile(path.join(folder, "config.json"), '{"credsStore":"desktop"}');
  const lines: string[] = [];
  const options = { retries: RETRIES, log: (line: string) => lines.push(line) };
  const base = await pullBase(`${address}/team/base:24`, blobStore(path.join(folder, "cache")), options);
  expect(base.layers).toHaveLength(1);
  expect(lines).toContain("docker-credential-desktop, which docker's configuration names, is not on the PATH.");
});

test("a login that is refused does not prevent the use of a public base", async () => {
  const { address } = await registry({
    interfere(request, response) {
      if (!request.url?.startsWith("/token") || request.headers.authorization) return false;
      response.end('{"token":"for repository:team/base:pull"}');
      return true;
    },
  });
  const folder = await loggedIn(address, "ann:of last year");
  const lines: string[] = [];
  const options = { retries: RETRIES, log: (line: string) => lines.push(line) };
  const base = await pullBase(`${address}/team/base:24`, blobStore(path.join(folder, "cache")), options);
  expect(base.layers).toHaveLength(1);
  expect(lines).toContain(
    `http://${address} refuses the login that docker or podman keep for ${address}: continuing without credentials.`,
  );
});
