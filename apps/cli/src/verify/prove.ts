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

/** The headers of a request, with the proof of who sends it among them. */
export type Prove = (request: Outgoing) => Promise<Headers>;

/** Gets what `auth` needs to ask `url`, once. @throws {UsageError} where this machine has it not */
export async function openProof(
  { auth, url }: { readonly auth: RequestAuth; readonly url: string | undefined },
  given: Headers,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Prove> {
  if (auth.kind === "aws-sigv4") {
    const { region, service, profile } = auth;
    const signer = { ...(await awsCredentials(environment, profile)), region, service };
    return async (request) => (await new AwsV4Signer({ ...request, ...signer }).sign()).headers;
  }
  if (auth.kind === "none" || given.has("authorization")) return ({ headers }) => Promise.resolve(headers);
  const bearer = `Bearer ${await googleIdentityToken(environment, { url, impersonate: auth.impersonate })}`;
  return ({ headers }) => {
    const proven = new Headers(headers);
    proven.set("authorization", bearer);
    return Promise.resolve(proven);
  };
}
