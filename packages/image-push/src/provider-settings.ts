import { PackagingError } from "@modelport/packaging";
import type { ProviderSettings } from "./account.ts";

/** Accounts that a provider can use and a push cannot, with the way that both know. */
const PROVIDERS_ALONE: Readonly<Record<string, string>> = {
  "aws:assumeRoles":
    "write the role into a profile of ~/.aws/config (role_arn, source_profile) and name that as aws:profile",
  "aws:assumeRoleWithWebIdentity": "set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE",
  "aws:sharedConfigFiles": "set AWS_CONFIG_FILE",
  "aws:sharedCredentialsFiles": "set AWS_SHARED_CREDENTIALS_FILE",
  "gcp:externalCredentials": "give the federation's configuration as gcp:credentials",
};

/**
 * Refuses what a push would ignore, so that no image goes with another account than the provider's.
 * @throws {PackagingError} one sentence for the first such setting of that cloud
 */
export function refuseProvidersAlone(cloud: "aws" | "gcp", settings: ProviderSettings): void {
  for (const [key, remedy] of Object.entries(PROVIDERS_ALONE)) {
    if (!key.startsWith(`${cloud}:`) || settings(key) === undefined) continue;
    throw new PackagingError(
      `${key} is read by Pulumi's provider alone, and the image would be pushed with another account: ${remedy}, which both read, and take ${key} out of the stack's settings.`,
    );
  }
}

/** Whether the stack's settings name an account, so that no other may stand in for it. */
export function namesAccount(cloud: "aws" | "gcp", settings: ProviderSettings): boolean {
  const keys = cloud === "aws" ? ["accessKey", "profile"] : ["accessToken", "credentials", "impersonateServiceAccount"];
  return keys.some((key) => settings(`${cloud}:${key}`) !== undefined);
}
