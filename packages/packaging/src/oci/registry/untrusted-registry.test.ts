// A registry may send us anywhere. Credentials go to it and to the https service that it names for tokens, and nowhere else.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { listen } from "../../../fixtures/http-server.ts";
import { asDigest, digestOf } from "../../digest.ts";
import { answerChallenge } from "./authorization.ts";
import { hasImage } from "./find-image.ts";
import { parseReference } from "./reference.ts";
import { registryClient } from "./registry-client.ts";
import { openTarFile } from "../tar-file.ts";
import { uploadBlob } from "./upload-blob.ts";

const ann = { username: "alice", password: "S3CRET" };
const BASIC = `Basic ${Buffer.from("alice:S3CRET").toString("base64")}`;
const retries = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };
const elsewhere = { registry: "registry.example", origin: "https://registry.example" };
const digest = asDigest(`sha256:${"0".repeat(64)}`);

interface Seen {
  readonly line: string;
  readonly authorization: string | undefined;
}

/** A server that notes what it gets, on an origin of its own. */
async function server(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const address = await listen((request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization });
    request.resume().on("end", () => answer(request, response));
  });
  return { address, seen };
}

/** Storage that requires credentials, as an attacker's would. */
async function thief(realm?: string) {
  const stolen = await server((request, response) => {
    const own = realm ?? `http://${stolen.address}/token`;
    if (request.url?.startsWith("/token")) response.end('{"token":"of the thief"}');
    else response.writeHead(401, { "www-authenticate": `Bearer realm="${own}",service="evil"` }).end();
  });
  return stolen;
}

const query = (address: string) =>
  hasImage({ repository: `${address}/team/app`, digest, credentials: () => Promise.resolve(ann), retries });

test.each([301, 302, 303, 307, 308])(
  "a %i to another host gets no credentials, whatever that host requires",
  async (status) => {
    const storage = await thief();
    const registry = await server((request, response) => {
      if (request.headers.authorization === BASIC) {
        response.writeHead(status, { location: `http://${storage.address}/blob` }).end();
      } else response.writeHead(401, { "www-authenticate": 'Basic realm="tests"' }).end();
    });
    await expect(query(registry.address)).rejects.toThrow(
      `${registry.address} sent this request on to http://${storage.address}, which answered 401: it gets no credentials of ${registry.address}.`,
    );
    expect(registry.seen.at(-1)?.authorization).toBe(BASIC);
    expect(storage.seen.map(({ line }) => line)).toEqual(["HEAD /blob"]);
    expect(storage.seen.filter(({ authorization }) => authorization)).toEqual([]);
  },
);

test("a redirect before any credentials were required gets none either", async () => {
  const storage = await thief();
  const registry = await server((_, response) => {
    response.writeHead(307, { location: `http://${storage.address}/blob` }).end();
  });
  await expect(query(registry.address)).rejects.toThrow(`sent this request on to http://${storage.address}`);
  expect(storage.seen).toEqual([{ line: "HEAD /blob", authorization: undefined }]);
});

test.each(["http://storage.example/blob", "ftp://storage.example/blob", "https://user:pw@storage.example/blob"])(
  "a redirect to %s is not followed",
  async (location) => {
    const registry = await server((_, response) => response.writeHead(307, { location }).end());
    await expect(query(registry.address)).rejects.toThrow(
      `${registry.address} sent this request on to ${location}, but images are fetched over https only: tell the people who run that registry.`,
    );
  },
);

test("redirects that never end are given up", async () => {
  const registry = await server((_, response) => response.writeHead(307, { location: "/again" }).end());
  await expect(query(registry.address)).rejects.toThrow(`${registry.address} answered 307 to HEAD /again.`);
  expect(registry.seen).toHaveLength(6);
});

test("a redirect within the registry keeps them", async () => {
  const registry = await server((request, response) => {
    if (request.headers.authorization !== BASIC) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="tests"' }).end();
    } else if (request.url === "/moved") response.end();
    else response.writeHead(307, { location: "/moved" }).end();
  });
  expect(await query(registry.address)).toBe(true);
});

test.each([
  ["http://attacker.example/token", "http"],
  ["http://127.0.0.1.attacker.example/token", "http"],
  ["ftp://registry.example/token", "ftp"],
  ["http://localhost:1/token", "http"],
])("a registry elsewhere whose realm is %s gets no credentials", async (realm) => {
  await expect(
    answerChallenge(elsewhere, `Bearer realm="${realm}"`, "repository:a:pull", {
      credentials: () => Promise.resolve(ann),
    }),
  ).rejects.toThrow(
    `registry.example names ${realm} as the service that gives its tokens, but credentials go over https only: tell the people who run that registry.`,
  );
});

test.each(["/token", "token", "https://", "https://user:pw@registry.example/token"])(
  "a realm that is not a plain URL: %s",
  async (realm) => {
    await expect(
      answerChallenge(elsewhere, `Bearer realm="${realm}"`, "repository:a:pull", {
        credentials: () => Promise.resolve(ann),
      }),
    ).rejects.toThrow(`registry.example names ${realm} as the service that gives its tokens, but`);
  },
);

test("a service for tokens that sends on gets no second chance elsewhere", async () => {
  const storage = await thief();
  const registry = await server((request, response) => {
    if (request.url?.startsWith("/token"))
      response.writeHead(307, { location: `http://${storage.address}/token` }).end();
    else response.writeHead(401, { "www-authenticate": `Bearer realm="http://${registry.address}/token"` }).end();
  });
  await expect(query(registry.address)).rejects.toThrow(
    `http://${registry.address} gives no token for repository:team/app:pull at ${registry.address} (status 307): check the user name, the password and the rights.`,
  );
  expect(storage.seen).toEqual([]);
});

/** An upload for which the registry names `location`. */
async function upload(location: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-upload-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { packTar } = await import("modern-tar");
  const body = Buffer.from("a layer");
  const file = path.join(folder, "image.tar");
  await writeFile(file, await packTar([{ header: { name: "layer", size: body.byteLength, type: "file" }, body }]));
  const archive = await openTarFile(file);
  if (archive === undefined) throw new Error("no archive");
  const registry = await server((request, response) => {
    if (request.headers.authorization !== BASIC) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="tests"' }).end();
    } else if (request.method === "HEAD") response.writeHead(404).end();
    else if (request.method === "POST") response.writeHead(202, { location }).end();
    else response.writeHead(201).end();
  });
  const client = registryClient(parseReference(`${registry.address}/team/app`), "pull,push", {
    credentials: () => Promise.resolve(ann),
    retries,
  });
  const blob = { archive, member: "layer", digest: digestOf(body), size: body.byteLength };
  return { registry, done: uploadBlob(client, blob) };
}

test("an upload to storage elsewhere carries the bytes, and no credentials, whatever it answers", async () => {
  const storage = await thief();
  const { done } = await upload(`http://${storage.address}/put`);
  await expect(done).rejects.toThrow(`sent this request on to http://${storage.address}, which answered 401`);
  expect(storage.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  expect(storage.seen[0]?.line).toMatch(/^PUT \/put\?digest=sha256/);
});

test.each(["http://storage.example/put", "file:///etc/passwd", "data:,x", "http://user:pw@127.0.0.1/put", "http://"])(
  "an upload is not begun at %s",
  async (location) => {
    const { registry, done } = await upload(location);
    await expect(done).rejects.toThrow(
      `${registry.address} names ${location} as the place of an upload, but that goes over https only: tell the people who run that registry.`,
    );
  },
);

test("an upload goes on where the registry says relatively", async () => {
  const { registry, done } = await upload("/elsewhere?state=1");
  expect(await done).toBe("uploaded");
  expect(registry.seen.at(-1)?.line).toMatch(/^PUT \/elsewhere\?state=1&digest=sha256/);
});

test("what a registry says is shown without control characters, and not at any length", async () => {
  const said = `\u001b]0;owned\u0007${"x".repeat(5000)}`;
  const registry = await server((_, response) => {
    response.writeHead(400).end(`{"errors":[{"message":"${said}"}]}`);
  });
  const error = await hasImage({ repository: `${registry.address}/a`, digest, retries }).catch((e: Error) => e.message);
  expect(error).not.toMatch(/\p{Cc}/u);
  expect(String(error).length).toBeLessThan(600);
});

test.each([
  "registry.example?.gcr.io/a",
  "evil.example#.gcr.io/a",
  "evil.example\\.gcr.io/a",
  "a.example:99999/a",
  "a..b/c",
])("%s is not a registry", (text) => {
  expect(() => parseReference(text)).toThrow("is not an image reference");
});

test("a registry's host is compared as the network does", () => {
  expect(parseReference("Registry.Example:443/a").origin).toBe("https://registry.example");
});

test("a helper that is not installed is named where credentials turn out to be needed, and not where they are not", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-helper-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, "config.json"), '{"credsStore":"desktop.exe"}');
  for (const name of ["HOME", "DOCKER_CONFIG", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PATH"]) vi.stubEnv(name, folder);
  vi.stubEnv("REGISTRY_AUTH_FILE", "");
  onTestFinished(() => void vi.unstubAllEnvs());
  const missing = "docker-credential-desktop.exe, which docker's configuration names, is not on the PATH";

  const basic = await server((_, response) => response.writeHead(401, { "www-authenticate": "Basic" }).end());
  await expect(hasImage({ repository: `${basic.address}/a`, digest, retries })).rejects.toThrow(
    `${basic.address} requires a user name and a password, but none were given (${missing}): log in with`,
  );
  const denied = await server((request, response) => {
    if (request.url?.startsWith("/token")) response.writeHead(403).end();
    else response.writeHead(401, { "www-authenticate": `Bearer realm="http://${denied.address}/token"` }).end();
  });
  await expect(hasImage({ repository: `${denied.address}/a`, digest, retries })).rejects.toThrow(
    `(status 403; ${missing}): check the user name, the password and the rights.`,
  );
  const open = await server((request, response) => {
    if (request.url?.startsWith("/token")) response.end('{"token":"anonymous"}');
    else if (request.headers.authorization === "Bearer anonymous") response.end();
    else response.writeHead(401, { "www-authenticate": `Bearer realm="http://${open.address}/token"` }).end();
  });
  expect(await hasImage({ repository: `${open.address}/a`, digest, retries })).toBe(true);
});
