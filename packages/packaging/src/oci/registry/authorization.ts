import { RegistryError } from "./errors.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Finds credentials for a registry (`host` or `host:port`); it is called only once the registry has asked for some. */
export type CredentialSource = (registry: string) => Promise<Credentials | undefined>;

interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads a WWW-Authenticate header with one challenge: `Bearer realm="…",service="…",scope="…"`. */
function parseChallenge(header: string): Challenge {
  const [scheme = ""] = header.trim().split(/\s+/, 1);
  const parameters: Record<string, string> = {};
  for (const [, name, quoted, plain] of header.slice(scheme.length).matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    if (name) parameters[name.toLowerCase()] = quoted ?? plain ?? "";
  }
  return { scheme: scheme.toLowerCase(), parameters };
}

/** The Authorization header that answers a registry's challenge; `scope` is what we are about to do. */
export async function answerChallenge(
  registry: string,
  header: string,
  scope: string,
  findCredentials: CredentialSource,
): Promise<string> {
  const { scheme, parameters } = parseChallenge(header);
  const credentials = await findCredentials(registry);
  if (scheme === "basic" && credentials) return basic(credentials);
  if (scheme === "bearer" && parameters["realm"]) {
    return `Bearer ${await fetchToken(registry, parameters, scope, credentials)}`;
  }
  throw new RegistryError(
    scheme === "basic"
      ? `${registry} asks for a user name and a password, and none were given: log in with \`docker login ${registry}\` or \`podman login ${registry}\`.`
      : `${registry} asks for an authorization that is not known here: ${header}; Basic and Bearer are.`,
    401,
  );
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

async function fetchToken(
  registry: string,
  { realm = "", service }: Readonly<Record<string, string>>,
  scope: string,
  credentials: Credentials | undefined,
): Promise<string> {
  const url = new URL(realm);
  if (service) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  const response = await fetch(url, {
    headers: credentials ? { authorization: basic(credentials) } : {},
    signal: AbortSignal.timeout(15_000),
  }).catch((error: Error) => {
    throw new RegistryError(`${url.origin}, which gives tokens for ${registry}, cannot be reached (${reason(error)}).`);
  });
  if (!response.ok) {
    throw new RegistryError(
      `${url.origin} gives no token for ${scope} at ${registry} (status ${response.status}): check the user name, the password and the rights.`,
      response.status,
    );
  }
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  const found = token ?? access_token;
  if (!found) throw new RegistryError(`${url.origin} answered without a token for ${registry}.`, 401);
  return found;
}

/** What is underneath undici's "fetch failed". */
export function reason(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
