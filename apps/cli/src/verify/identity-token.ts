import { IDENTITY_TOKEN_OF_A_PERSON, identityTokenArguments } from "@modelport/target-kit/curl-line";
import { UsageError } from "../exit.ts";
import { type Environment, outputOf, runTool } from "./vendor-tool.ts";

/** The service account to impersonate: gcloud's variable, which this command ignores, and the provider's. */
const IMPERSONATION = ["CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT", "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"] as const;
/** gcloud's error for an account that does not support `--audiences`, in two spellings. */
const TAKES_NO_AUDIENCE = /invalid account type for `--audiences`/i;
/** gcloud's error for accounts that have no identity token at all, such as those of a federation. */
const HAS_NONE = /no identity token can be obtained/i;

const ADVICE = {
  missing:
    "--auth google-identity-token needs a token, but MODELPORT_TOKEN is not set and there is no gcloud on PATH: " +
    "set MODELPORT_TOKEN to an identity token, or install the Google Cloud CLI.",
  remedy: "log in with `gcloud auth login`, or set MODELPORT_TOKEN to an identity token for this address",
};
const OF_A_FEDERATION = {
  ...ADVICE,
  remedy:
    "an account of workload identity federation has no identity token of its own: set GOOGLE_IMPERSONATE_SERVICE_ACCOUNT " +
    "to the service account that it may impersonate, or MODELPORT_TOKEN to an identity token for this address",
};

export interface TokenRequest {
  /** The URL of the service; a service account's token is only accepted there. Undefined for the local stack. */
  readonly url: string | undefined;
  /** The service account of the stack's settings. */
  readonly impersonate: string | undefined;
}

/** @throws {UsageError} if there is none, saying how to get one */
export async function googleIdentityToken(environment: Environment, request: TokenRequest): Promise<string> {
  const account = request.impersonate ?? IMPERSONATION.map((name) => environment[name]).find(Boolean);
  const gcloud = (args: readonly string[]) => runTool("gcloud", args, environment);
  let outcome = await gcloud(
    request.url === undefined ? IDENTITY_TOKEN_OF_A_PERSON : identityTokenArguments(request.url, account),
  );
  if (outcome.code === "failed" && TAKES_NO_AUDIENCE.test(outcome.said))
    outcome = await gcloud(IDENTITY_TOKEN_OF_A_PERSON);
  const isFederated = outcome.code === "failed" && HAS_NONE.test(outcome.said);
  const token = outputOf(outcome, isFederated ? OF_A_FEDERATION : ADVICE).trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return token;
  throw new UsageError(
    "`gcloud auth print-identity-token` printed no identity token: log in with `gcloud auth login`, or set MODELPORT_TOKEN.",
  );
}
