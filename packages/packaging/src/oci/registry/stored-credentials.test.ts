import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { storedCredentials } from "./stored-credentials.ts";

const REGISTRY = "registry.example.com";
let home: string;
let env: NodeJS.ProcessEnv;
let notes: string[];

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "modelport-credentials-"));
  onTestFinished(() => rm(home, { recursive: true }));
  env = { HOME: home, PATH: `${home}/bin:/usr/bin:/bin` };
  notes = [];
});

async function write(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(home, file)), { recursive: true });
  await writeFile(path.join(home, file), content);
}

const auth = (user: string) => Buffer.from(`${user}:se:cret`).toString("base64");
const ann = { username: "ann", password: "se:cret" };
const find = (registry = REGISTRY) => storedCredentials(registry, (line) => notes.push(line), env);

/** A helper that runs `script`, with the requested address in $address. */
async function helper(name: string, script: string): Promise<void> {
  await write(`bin/docker-credential-${name}`, `#!/bin/sh\ntest "$1" = get || exit 9\nread -r address\n${script}\n`);
  await chmod(path.join(home, `bin/docker-credential-${name}`), 0o755);
}

const says = (user: string) =>
  `printf '{"ServerURL":"%s","Username":"${user}","Secret":"for %s"}' "$address" "$address"`;

test("nothing is stored", async () => {
  expect(await find()).toBeUndefined();
  await write(".docker/config.json", "");
  expect(await find()).toBeUndefined();
  expect(notes).toEqual([]);
});

test.each([
  ["what REGISTRY_AUTH_FILE names", "own.json", () => ({ REGISTRY_AUTH_FILE: path.join(home, "own.json") })],
  ["podman's file of the session", "run/containers/auth.json", () => ({ XDG_RUNTIME_DIR: path.join(home, "run") })],
  ["podman's file of the user", ".config/containers/auth.json", () => ({})],
  ["docker's file", ".docker/config.json", () => ({})],
  ["what DOCKER_CONFIG names", "there/config.json", () => ({ DOCKER_CONFIG: path.join(home, "there") })],
])("%s is read", async (_what, file, variables) => {
  await write(file, JSON.stringify({ auths: { [REGISTRY]: { auth: auth("ann") } } }));
  env = { ...env, ...variables() };
  expect(await find()).toEqual(ann);
  expect(await find("elsewhere.example.com")).toBeUndefined();
});

test("an address with a scheme is the registry's, and Docker Hub has one of its own", async () => {
  const auths = {
    [`https://${REGISTRY}`]: { auth: auth("ann") },
    "https://index.docker.io/v1/": { auth: auth("hubert") },
  };
  await write(".docker/config.json", JSON.stringify({ auths }));
  expect(await find()).toEqual(ann);
  expect(await find("docker.io")).toEqual({ ...ann, username: "hubert" });
});

test("the registry's own helper comes before everything else in its file, and the common one last", async () => {
  await helper("own", says("own"));
  await helper("common", says("common"));
  const auths = {
    [REGISTRY]: { auth: auth("ann") },
    "second.example.com": { auth: auth("ann") },
    "third.example.com": {},
  };
  const config = { auths, credHelpers: { [REGISTRY]: "own" }, credsStore: "common" };
  await write(".docker/config.json", JSON.stringify(config));
  expect(await find()).toEqual({ username: "own", password: `for ${REGISTRY}` });
  expect(await find("second.example.com")).toEqual(ann);
  expect(await find("third.example.com")).toEqual({ username: "common", password: "for third.example.com" });
  expect(await find("docker.io")).toEqual({ username: "common", password: "for https://index.docker.io/v1/" });
});

test("a helper that has nothing is not a failure, and the next file is read", async () => {
  await helper("empty", "echo 'credentials not found in native keychain'; exit 1");
  await write(".config/containers/auth.json", JSON.stringify({ credsStore: "empty" }));
  await write(".docker/config.json", JSON.stringify({ auths: { [REGISTRY]: { auth: auth("ann") } } }));
  expect(await find()).toEqual(ann);
  expect(notes).toEqual([]);
});

test.each([
  ["is not installed", undefined, "docker-credential-odd, which docker's configuration names, is not on the PATH"],
  [
    "fails",
    "echo 'you are ann@example.com' >&2; exit 2",
    `docker-credential-odd gave nothing for ${REGISTRY} (exit code 2)`,
  ],
  ["prints no JSON", "echo hello", `docker-credential-odd answered without a user name and a secret for ${REGISTRY}`],
  [
    "has a token",
    says("<token>"),
    `docker-credential-odd has an identity token for ${REGISTRY}, which is not taken here`,
  ],
])("a helper that %s is passed over, and said", async (_what, script, note) => {
  if (script !== undefined) await helper("odd", script);
  await write(".docker/config.json", JSON.stringify({ credHelpers: { [REGISTRY]: "odd" } }));
  expect(await find()).toBeUndefined();
  expect(notes).toEqual([note]);
});

test("a file that is not JSON is said", async () => {
  await write(".docker/config.json", "auths:");
  await expect(find()).rejects.toThrow(
    `${home}/.docker/config.json, where registry credentials are kept, is not JSON: correct it, or log in again.`,
  );
});
