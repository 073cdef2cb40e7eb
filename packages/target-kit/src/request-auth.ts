// How a request authenticates, as text for a stack's output and as a curl line that works.
import { shellWord } from "./shell-word.ts";

/** The credentials that an endpoint expects. */
export type RequestAuth =
  | { readonly kind: "none" }
  /** AWS Signature Version 4, with the caller's credentials or those of an AWS CLI `profile`. */
  | { readonly kind: "aws-sigv4"; readonly region: string; readonly service: string; readonly profile?: string }
  /** A Google identity token of the caller's account, or of the service account to `impersonate`. */
  | { readonly kind: "google-identity-token"; readonly impersonate?: string };

/** One word for a stack's output, such as `aws-sigv4:us-east-1:lambda?profile=dev`; {@link parseRequestAuth} reads it. */
export function requestAuthText(auth: RequestAuth): string {
  if (auth.kind === "none") return auth.kind;
  if (auth.kind === "google-identity-token") return withOption(auth.kind, "impersonate", auth.impersonate);
  return withOption(`${auth.kind}:${auth.region}:${auth.service}`, "profile", auth.profile);
}

function withOption(text: string, name: string, value: string | undefined): string {
  return value === undefined ? text : `${text}?${name}=${encodeURIComponent(value)}`;
}

/** The reverse of {@link requestAuthText}; `undefined` for any other text. */
export function parseRequestAuth(text: string): RequestAuth | undefined {
  const [words = "", query] = text.split(/\?(.*)/s);
  const [kind, region, service, ...rest] = words.split(":");
  if (rest.length > 0) return undefined;
  if (kind === "none" && region === undefined && query === undefined) return { kind };
  if (kind === "google-identity-token" && region === undefined) {
    const impersonate = optionOf(query, "impersonate");
    return impersonate === null ? undefined : { kind, ...(impersonate !== undefined && { impersonate }) };
  }
  const profile = optionOf(query, "profile");
  if (kind !== "aws-sigv4" || !region || !service || profile === null) return undefined;
  return { kind, region, service, ...(profile !== undefined && { profile }) };
}

/** The value behind `name=`; undefined without a query, null where the query is not that. */
function optionOf(query: string | undefined, name: string): string | undefined | null {
  if (query === undefined) return undefined;
  try {
    return (query.startsWith(`${name}=`) && decodeURIComponent(query.slice(name.length + 1))) || null;
  } catch {
    return null;
  }
}

/**
 * The arguments of `gcloud` that give an identity token for a service at `url`. Service accounts must name its audience,
 * and the accounts of people must not: gcloud refuses them `--audiences`. It knows impersonation from this flag alone
 * (gcloud, lib/surface/auth/print_identity_token.py).
 */
export function identityTokenArguments(url: string, impersonate?: string): readonly string[] {
  const account = impersonate === undefined ? [] : [`--impersonate-service-account=${impersonate}`, "--include-email"];
  return ["auth", "print-identity-token", ...account, `--audiences=${new URL(url).origin}`];
}

/** For accounts to which gcloud refuses an audience. */
export const IDENTITY_TOKEN_OF_A_PERSON = ["auth", "print-identity-token"] as const;

/** The arguments of `curl` that authenticate; the shell expands the secrets, so that the line itself contains none. */
function credentials(url: string, auth: RequestAuth): readonly string[] {
  if (auth.kind === "none") return [];
  if (auth.kind === "google-identity-token") {
    const gcloud = ["gcloud", ...identityTokenArguments(url, auth.impersonate).map(shellWord)].join(" ");
    const person = ["gcloud", ...IDENTITY_TOKEN_OF_A_PERSON].join(" ");
    const token = auth.impersonate === undefined ? `${gcloud} 2>/dev/null || ${person}` : gcloud;
    return [`-H "authorization: Bearer $(${token})"`];
  }
  return [
    `--aws-sigv4 aws:amz:${auth.region}:${auth.service}`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // Long-lived keys have no token, and curl 7.86 to 8.2 signs an empty header that it does not send (curl/curl#11664). One
    // word, with no space behind -H: zsh does not split what a variable gives.
    '${AWS_SESSION_TOKEN:+-H"x-amz-security-token: $AWS_SESSION_TOKEN"}',
  ];
}

/** What must succeed before `curl` in the same shell; a profile of long-lived keys must not get the shell's session token. */
function preparation(auth: RequestAuth): readonly string[] {
  if (auth.kind !== "aws-sigv4" || auth.profile === undefined) return [];
  const exported = `aws configure export-credentials --profile ${shellWord(auth.profile)} --format env`;
  return [`keys="$(${exported})"`, "unset AWS_SESSION_TOKEN", 'eval "$keys"'];
}

/** A shell line that posts `instance` to `predictUrl`. */
export function curlLine(predictUrl: string, auth: RequestAuth, instance: Readonly<Record<string, unknown>>): string {
  const curl = [
    "curl -s",
    predictUrl,
    ...credentials(predictUrl, auth),
    "-H 'content-type: application/json'",
    `-d ${shellWord(JSON.stringify(instance))}`,
  ];
  const steps = [...preparation(auth), curl.join(" ")];
  return steps.length === 1 ? curl.join(" ") : `(${steps.join(" && ")})`;
}
