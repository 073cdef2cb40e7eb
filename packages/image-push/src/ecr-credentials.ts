import type { Credentials } from "@modelport/packaging";
import { firstLine, noCredentials } from "./refusal.ts";

/** The region of a private registry of AWS, from its host; undefined for any other host. */
export function ecrRegionOf(registry: string): string | undefined {
  return /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(registry)?.[1];
}

/** A password of twelve hours, for the account that the AWS SDK finds (variables, profile, instance). */
export async function ecrCredentials(registry: string, region: string, notes: readonly string[]): Promise<Credentials> {
  const remedy =
    "give AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run " +
    `\`aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${registry}\``;
  let token: string | undefined;
  try {
    const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
    const { authorizationData = [] } = await new ECRClient({ region }).send(new GetAuthorizationTokenCommand({}));
    token = authorizationData[0]?.authorizationToken;
  } catch (error) {
    throw noCredentials(registry, firstLine(error), notes, remedy);
  }
  const [username, password] = Buffer.from(token ?? "", "base64")
    .toString("utf8")
    .split(/:(.*)/s);
  if (!username || !password) throw noCredentials(registry, "AWS gave no authorization token", notes, remedy);
  return { username, password };
}
