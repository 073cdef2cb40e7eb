import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import type { Credentials } from "@modelport/packaging";
import type { AuthClient, JWTInput } from "google-auth-library";
import { type Account, firstLine, NoAccount } from "./account.ts";
import { refuseProvidersAlone } from "./provider-settings.ts";

/** Whether the host is one of Artifact Registry or Container Registry. */
export function isGoogleRegistry(registry: string): boolean {
  return /(^|\.)(pkg\.dev|gcr\.io)$/.test(registry);
}

/** The user name beside an access token: https://cloud.google.com/artifact-registry/docs/docker/authentication#token */
const TOKEN_USER = "oauth2accesstoken";
const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];
/** Variables that Pulumi's provider reads, and Google's libraries do not. */
const KEY_VARIABLES = ["GOOGLE_CREDENTIALS", "GOOGLE_CLOUD_KEYFILE_JSON", "GCLOUD_KEYFILE_JSON"] as const;

/** An access token of the account that Pulumi's provider uses. @throws {NoAccount} */
export async function googleCredentials(registry: string, account: Account): Promise<Credentials> {
  refuseProvidersAlone("gcp", account.settings);
  const remedy =
    "run `gcloud auth application-default login`, which Pulumi needs too, " +
    `or \`gcloud auth configure-docker ${registry}\``;
  try {
    const { token } = await (await clientOf(account)).getAccessToken();
    if (token) return { username: TOKEN_USER, password: token };
  } catch (error) {
    throw error instanceof NoAccount ? error : new NoAccount(firstLine(error), remedy);
  }
  throw new NoAccount("the account gives no access token", remedy);
}

/** In the provider's order (terraform-provider-google, provider.go and transport/config.go: GetCredentials). */
async function clientOf({ settings, env }: Account): Promise<AuthClient> {
  // Loaded only when needed: most registries need no Google account.
  const { GoogleAuth, Impersonated, OAuth2Client } = await import("google-auth-library");
  const isNamed = ["gcp:accessToken", "gcp:credentials"].some((key) => settings(key) !== undefined);
  const accessToken = isNamed ? settings("gcp:accessToken") : env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  const key = isNamed ? named("gcp:credentials", settings("gcp:credentials")) : keyOf(env);
  let client: AuthClient;
  if (accessToken) {
    client = new OAuth2Client();
    client.setCredentials({ access_token: await contentOf(accessToken) });
  } else {
    // Without a project the library requests one from another service, which needs a permission; a token needs no project.
    const auth = new GoogleAuth({ scopes: SCOPES, projectId: "unused", ...(key && { credentials: await keyIn(key) }) });
    client = await auth.getClient();
  }
  const targetPrincipal = settings("gcp:impersonateServiceAccount") ?? env["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"];
  if (!targetPrincipal) return client;
  const delegates = JSON.parse(settings("gcp:impersonateServiceAccountDelegates") ?? "[]") as string[];
  return new Impersonated({ sourceClient: client, targetPrincipal, delegates, targetScopes: SCOPES });
}

/** A key's JSON, or the path of its file, and the name of what holds it. */
interface Key {
  readonly name: string;
  readonly value: string;
}

function named(name: string, value: string | undefined): Key | undefined {
  return value ? { name, value } : undefined;
}

function keyOf(env: NodeJS.ProcessEnv): Key | undefined {
  return KEY_VARIABLES.map((name) => named(name, env[name])).find((key) => key !== undefined);
}

async function keyIn({ name, value }: Key): Promise<JWTInput> {
  try {
    return JSON.parse(await contentOf(value)) as JWTInput;
  } catch {
    // The message of JSON.parse quotes the text, which may be a key.
    throw new NoAccount(
      `${name} is neither the JSON of credentials nor the path of such a file`,
      `give one of them as ${name}, or leave it out to use \`gcloud auth application-default login\``,
    );
  }
}

/** As the provider reads it: the content of the file with that name, otherwise the text itself. */
async function contentOf(pathOrContent: string): Promise<string> {
  return readFile(pathOrContent.replace(/^~(?=\/)/, homedir()), "utf8").catch(() => pathOrContent);
}
