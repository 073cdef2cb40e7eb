import { RegistryError } from "./errors.ts";
import { addressFrom, plain } from "./remote-address.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Finds credentials for a registry (`host` or `host:port`); only called once the registry has required them. `note`
 * gets a line for each place that could not be read.
 */
export type CredentialSource = (registry: string, note: (line: string) => void) => Promise<Credentials | undefined>;

/** The registry that requires credentials, and that they are for. */
interface Registry {
  /** As people write it. */
  readonly registry: string;
  /** Origin of its API. */
  readonly origin: string;
}

interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface ChallengeOptions {
  readonly credentials: CredentialSource;
  readonly log?: ((line: string) => void) | undefined;
}

/** Reads a WWW-Authenticate header with one challenge: `Bearer realm="…",service="…",scope="…"`. */
function parseChallenge(header: string): Challenge {
  const [scheme = ""] = header.trim().split(/\s+/, 1);
  const parameters: Record<string, string> = {};
  for (const [, name, quoted, bare] of header.slice(scheme.length).matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    if (name) parameters[name.toLowerCase()] = quoted ?? bare ?? "";
  }
  return { scheme: scheme.toLowerCase(), parameters };
}

/**
 * The Authorization header that answers a registry's challenge; `scope` is what we are about to do. Notes from looking
 * for credentials are part of an error, and otherwise go to `log`.
 */
export async function answerChallenge(
  from: Registry,
  header: string,
  scope: string,
  { credentials: findCredentials, log }: ChallengeOptions,
): Promise<string> {
  const { registry } = from;
  const { scheme, parameters } = parseChallenge(header);
  const { realm, service } = parameters;
  const notes: string[] = [];
  const went = (authorization: string) => {
    for (const note of notes) log?.(`${note}.`);
    return authorization;
  };
  if (scheme === "bearer" && realm) {
    const url = tokenAddress(from, realm, service, scope);
    const credentials = await findCredentials(registry, (line) => notes.push(line));
    const token = fetchToken(registry, url, scope, credentials, notes);
    if (credentials === undefined || !scope.endsWith(":pull")) return went(`Bearer ${await token}`);
    return went(
      `Bearer ${await token.catch((refused: unknown) => anonymousToken({ registry, url, scope, notes }, refused))}`,
    );
  }
  const credentials = await findCredentials(registry, (line) => notes.push(line));
  if (scheme === "basic" && credentials) return went(basic(credentials));
  const noted = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  throw new RegistryError(
    scheme === "basic"
      ? `${registry} requires a user name and a password, but none were given${noted}: log in with \`docker login ${registry}\` or \`podman login ${registry}\`.`
      : `${registry} requires an unsupported kind of authorization: ${plain(header)}; Basic and Bearer are.`,
    401,
  );
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/**
 * The URL of a registry's token service, often on another host, such as auth.docker.io for Docker Hub (docs/adr/0033).
 */
function tokenAddress({ registry, origin }: Registry, realm: string, service: string | undefined, scope: string): URL {
  const url = URL.canParse(realm) ? addressFrom(origin, realm) : undefined;
  if (url === undefined) {
    throw new RegistryError(
      `${registry} names ${plain(realm)} as the service that gives its tokens, but credentials go over https only: tell the people who run that registry.`,
      401,
    );
  }
  if (service) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  return url;
}

async function fetchToken(
  registry: string,
  url: URL,
  scope: string,
  credentials: Credentials | undefined,
  notes: readonly string[],
): Promise<string> {
  const response = await fetch(url, {
    // A redirecting service could otherwise choose who gets the password.
    redirect: "manual",
    headers: credentials ? { authorization: basic(credentials) } : {},
    signal: AbortSignal.timeout(15_000),
  }).catch((error: Error) => {
    throw new RegistryError(`${url.origin}, which gives tokens for ${registry}, cannot be reached (${reason(error)}).`);
  });
  if (!response.ok) {
    throw new RegistryError(
      `${url.origin} gives no token for ${scope} at ${registry} (${[`status ${response.status}`, ...notes].join("; ")}): check the user name, the password and the rights.`,
      response.status,
    );
  }
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  const found = token ?? access_token;
  if (!found) throw new RegistryError(`${url.origin} answered without a token for ${registry}.`, 401);
  return found;
}

/** Public images need no login, so a stale one that is refused must not prevent a pull. */
async function anonymousToken(
  { registry, url, scope, notes }: { registry: string; url: URL; scope: string; notes: string[] },
  refused: unknown,
): Promise<string> {
  if (!(refused instanceof RegistryError) || (refused.status !== 401 && refused.status !== 403)) throw refused;
  const token = await fetchToken(registry, url, scope, undefined, []).catch(() => {
    throw refused;
  });
  notes.push(
    `${url.origin} refuses the login that docker or podman keep for ${registry}: continuing without credentials`,
  );
  return token;
}

/** The cause of undici's "fetch failed". */
export function reason(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
