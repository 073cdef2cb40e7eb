// How a request proves who sends it, as text for a stack's output, and as the curl line that works.

/** What the front door of a deployment asks of a request. */
export type RequestAuth =
  | { readonly kind: "none" }
  /** Signature version 4 of AWS, with the credentials of the caller. */
  | { readonly kind: "aws-sigv4"; readonly region: string; readonly service: string }
  /** An identity token of Google's for the caller's account, as a bearer token. */
  | { readonly kind: "google-identity-token" };

/** One word for a stack's output, such as `aws-sigv4:us-east-1:lambda`; {@link parseRequestAuth} reads it. */
export function requestAuthText(auth: RequestAuth): string {
  return auth.kind === "aws-sigv4" ? `${auth.kind}:${auth.region}:${auth.service}` : auth.kind;
}

/** The reverse of {@link requestAuthText}; `undefined` for any other text. */
export function parseRequestAuth(text: string): RequestAuth | undefined {
  if (text === "none" || text === "google-identity-token") return { kind: text };
  const [kind, region, service, ...rest] = text.split(":");
  if (kind !== "aws-sigv4" || !region || !service || rest.length > 0) return undefined;
  return { kind, region, service };
}

/** The arguments of `curl` that prove who sends; the shell expands what is secret, so that nothing secret is in the line. */
function proof(auth: RequestAuth): readonly string[] {
  if (auth.kind === "none") return [];
  if (auth.kind === "google-identity-token") return ['-H "authorization: Bearer $(gcloud auth print-identity-token)"'];
  return [
    `--aws-sigv4 aws:amz:${auth.region}:${auth.service}`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // curl sends no header without a value: long-lived keys have no token.
    '-H "x-amz-security-token: $AWS_SESSION_TOKEN"',
  ];
}

/** A shell line that posts `instance` to `predictUrl`. */
export function curlLine(predictUrl: string, auth: RequestAuth, instance: Readonly<Record<string, unknown>>): string {
  const body = JSON.stringify(instance).replaceAll("'", String.raw`'\''`);
  return ["curl -s", predictUrl, ...proof(auth), "-H 'content-type: application/json'", `-d '${body}'`].join(" ");
}
