import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { PackagingError } from "../../errors.ts";
import type { Credentials } from "./authorization.ts";
import { askCredentialHelper } from "./credential-helper.ts";

/** The configuration of docker and podman, as far as it concerns credentials. */
interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  /** The helper of one registry, without the prefix `docker-credential-`. */
  readonly credHelpers?: Readonly<Record<string, string>>;
  /** The helper of every other registry. */
  readonly credsStore?: string;
}

/** Docker Hub's entry has the address of its first API. */
const DOCKER_HUB_ENTRY = "https://index.docker.io/v1/";

/**
 * What `podman login` or `docker login` stored for a registry, in their files or in credential helpers. `note` gets a
 * line for each helper that could not answer.
 */
export async function storedCredentials(
  registry: string,
  note: (line: string) => void = () => undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | undefined> {
  const address = registry === "docker.io" ? DOCKER_HUB_ENTRY : registry;
  for (const file of authFiles(env)) {
    const { auths = {}, credHelpers = {}, credsStore } = await readAuthFile(file);
    const own = credHelpers[registry];
    const entry = auths[address] ?? auths[registry] ?? auths[`https://${registry}`];
    const helper = own ?? (entry?.auth ? undefined : credsStore);
    const found = helper
      ? await askCredentialHelper(helper, address, env)
      : entry?.auth
        ? decode(entry.auth)
        : undefined;
    if (found && "failure" in found) note(found.failure);
    else if (found) return found;
  }
  return undefined;
}

/** Where podman and docker look, the most specific place first. */
function authFiles(env: NodeJS.ProcessEnv): readonly string[] {
  const home = env["HOME"] || homedir();
  const podman = path.join("containers", "auth.json");
  return [
    ...(env["REGISTRY_AUTH_FILE"] ? [env["REGISTRY_AUTH_FILE"]] : []),
    ...(env["XDG_RUNTIME_DIR"] ? [path.join(env["XDG_RUNTIME_DIR"], podman)] : []),
    path.join(env["XDG_CONFIG_HOME"] || path.join(home, ".config"), podman),
    path.join(env["DOCKER_CONFIG"] || path.join(home, ".docker"), "config.json"),
  ];
}

async function readAuthFile(file: string): Promise<AuthFile> {
  const content = await readFile(file, "utf8").catch(() => undefined);
  if (!content?.trim()) return {};
  try {
    return JSON.parse(content) as AuthFile;
  } catch {
    throw new PackagingError(`${file}, where registry credentials are kept, is not JSON: correct it, or log in again.`);
  }
}

function decode(auth: string): Credentials {
  const [username = "", ...password] = Buffer.from(auth, "base64").toString("utf8").split(":");
  return { username, password: password.join(":") };
}
