import { Agent } from "node:https";
import type { Credentials } from "@modelport/packaging";
import { proxyVariables } from "@modelport/packaging/proxies";
import type { ECRClientConfig } from "@aws-sdk/client-ecr";
import { type Account, firstLine, NoAccount } from "./account.ts";
import { refuseProvidersAlone } from "./provider-settings.ts";

/** The region of a private AWS registry, from its host; undefined for any other host. */
export function ecrRegionOf(registry: string): string | undefined {
  return /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(registry)?.[1];
}

/** A password that is valid for 12 hours, of the account that Pulumi's provider uses. @throws {NoAccount} */
export async function ecrCredentials(registry: string, region: string, account: Account): Promise<Credentials> {
  refuseProvidersAlone("aws", account.settings);
  const profile = account.settings("aws:profile");
  const remedy =
    profile !== undefined
      ? `log in to the profile ${profile} (aws:profile), or name another one there`
      : "give AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run " +
        `\`aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}\``;
  let token: string | undefined;
  try {
    const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
    const client = new ECRClient({ region, ...proxied(account.env), ...identityOf(account) });
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    token = authorizationData[0]?.authorizationToken;
  } catch (error) {
    throw new NoAccount(firstLine(error), remedy);
  }
  const [username, password] = Buffer.from(token ?? "", "base64")
    .toString("utf8")
    .split(/:(.*)/s);
  if (!username || !password) throw new NoAccount("AWS gave no authorization token", remedy);
  return { username, password };
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The keys of the account that Pulumi's provider uses, for signing requests without an SDK. @throws {NoAccount} */
export async function awsKeys(region: string, account: Account): Promise<AwsKeys> {
  refuseProvidersAlone("aws", account.settings);
  try {
    const { ECRClient } = await import("@aws-sdk/client-ecr");
    const client = new ECRClient({ region, ...proxied(account.env), ...identityOf(account) });
    const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  } catch (error) {
    throw new NoAccount(firstLine(error), "give AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
}

/** In the provider's order: the stack's keys, its profile, the environment's keys; the SDKs agree on the rest. */
function identityOf({ settings, env }: Account): Pick<ECRClientConfig, "credentials" | "profile"> {
  const own = keysOf(settings("aws:accessKey"), settings("aws:secretKey"), settings("aws:token"));
  if (own !== undefined) return { credentials: own };
  const profile = settings("aws:profile");
  if (profile) return { profile };
  // The provider prefers keys to AWS_PROFILE; this SDK prefers the profile (@aws-sdk/credential-provider-node, defaultProvider).
  const ofEnvironment = keysOf(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], env["AWS_SESSION_TOKEN"]);
  return ofEnvironment === undefined ? {} : { credentials: ofEnvironment };
}

function keysOf(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string) {
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** The SDK uses its own agent, which ignores proxies. */
function proxied(env: NodeJS.ProcessEnv): Pick<ECRClientConfig, "requestHandler"> {
  if (!env["HTTPS_PROXY"] && !env["https_proxy"]) return {};
  return { requestHandler: { httpsAgent: new Agent({ keepAlive: true, proxyEnv: proxyVariables(env) }) } };
}
