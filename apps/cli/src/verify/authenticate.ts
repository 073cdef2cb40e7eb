import type { RequestAuth } from "@modelport/target-kit/request-auth";
import { AwsV4Signer } from "aws4fetch";
import { awsCredentials } from "./aws-credentials.ts";
import { googleIdentityToken } from "./identity-token.ts";

/** A request as it goes out. */
interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

/** Returns the headers of a request with its credentials: a signature or a token. */
export type Authenticate = (request: Outgoing) => Promise<Headers>;

/** Gets the credentials that `auth` needs for `url`, once. @throws {UsageError} if this machine does not have them */
export async function openAuthenticator(
  { auth, url }: { readonly auth: RequestAuth; readonly url: string | undefined },
  given: Headers,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Authenticate> {
  if (auth.kind === "aws-sigv4") {
    const { region, service } = auth;
    const signer = { ...(await awsCredentials(environment, auth)), region, service };
    return async (request) => (await new AwsV4Signer({ ...request, ...signer }).sign()).headers;
  }
  if (auth.kind !== "google-identity-token" || given.has("authorization"))
    return ({ headers }) => Promise.resolve(headers);
  const bearer = `Bearer ${await googleIdentityToken(environment, { url, impersonate: auth.impersonate })}`;
  return ({ headers }) => {
    const authenticated = new Headers(headers);
    authenticated.set("authorization", bearer);
    return Promise.resolve(authenticated);
  };
}
