import type { Credentials } from "@modelport/packaging";
import type { GoogleAuthOptions } from "google-auth-library";
import { firstLine, noCredentials } from "./refusal.ts";

/** Artifact Registry's and Container Registry's hosts. */
export function isGoogleRegistry(registry: string): boolean {
  return /(^|\.)(pkg\.dev|gcr\.io)$/.test(registry);
}

/** The user name beside an access token: https://cloud.google.com/artifact-registry/docs/docker/authentication#token */
const TOKEN_USER = "oauth2accesstoken";
const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

/** An access token, found where Pulumi's provider finds its own: its variables, then application default credentials. */
export async function googleCredentials(
  registry: string,
  env: NodeJS.ProcessEnv,
  notes: readonly string[],
): Promise<Credentials> {
  const given = env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (given) return { username: TOKEN_USER, password: given };
  const remedy =
    "run `gcloud auth application-default login`, which Pulumi needs too, " +
    `or \`gcloud auth configure-docker ${registry}\``;
  try {
    // Loaded only where it is needed: most registries never ask for an account of Google's.
    const { GoogleAuth } = await import("google-auth-library");
    // Without a project it asks a further service for one, which needs a right of its own; a token has none.
    const auth = new GoogleAuth({ scopes: SCOPES, projectId: "unused", ...accountIn(env) });
    const token = await auth.getAccessToken();
    if (token) return { username: TOKEN_USER, password: token };
  } catch (error) {
    throw noCredentials(registry, firstLine(error), notes, remedy);
  }
  throw noCredentials(registry, "the account gives no access token", notes, remedy);
}

/** GOOGLE_CREDENTIALS is of Pulumi's provider, not of Google's libraries: a key's JSON or the path of its file. */
function accountIn(env: NodeJS.ProcessEnv): GoogleAuthOptions {
  const key = env["GOOGLE_CREDENTIALS"];
  if (!key) return {};
  if (!key.trimStart().startsWith("{")) return { keyFilename: key };
  return { credentials: JSON.parse(key) as NonNullable<GoogleAuthOptions["credentials"]> };
}
