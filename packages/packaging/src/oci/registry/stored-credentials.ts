import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { Credentials } from "./authorization.ts";

interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
}

/** Docker Hub's entry has the address of its first API. */
const DOCKER_HUB_ENTRY = "https://index.docker.io/v1/";

/** What `podman login` or `docker login` keep for a registry in their files; helpers that hold secrets elsewhere are not asked. */
export async function storedCredentials(
  registry: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | undefined> {
  const files = [
    env["REGISTRY_AUTH_FILE"],
    path.join(env["DOCKER_CONFIG"] || path.join(homedir(), ".docker"), "config.json"),
  ];
  for (const file of files) {
    const content = file && (await readFile(file, "utf8").catch(() => undefined));
    if (!content) continue;
    const { auths = {} } = JSON.parse(content) as AuthFile;
    const auth = (auths[registry] ?? (registry === "docker.io" ? auths[DOCKER_HUB_ENTRY] : undefined))?.auth;
    if (auth) return decode(auth);
  }
  return undefined;
}

function decode(auth: string): Credentials {
  const [username = "", ...password] = Buffer.from(auth, "base64").toString("utf8").split(":");
  return { username, password: password.join(":") };
}
