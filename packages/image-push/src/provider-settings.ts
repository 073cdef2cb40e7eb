import { PackagingError } from "@modelport/packaging";
import type { ProviderSettings } from "./account.ts";

/** Settings that only a provider can use, with the alternative that a push can use too. */
const PROVIDERS_ALONE: Readonly<Record<string, string>> = {
  "aws:assumeRoles":
    "write the role into a profile of ~/.aws/config (role_arn, source_profile) and name that as aws:profile",
  "aws:assumeRoleWithWebIdentity": "set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE",
  "aws:sharedConfigFiles": "set AWS_CONFIG_FILE",
  "aws:sharedCredentialsFiles": "set AWS_SHARED_CREDENTIALS_FILE",
  "gcp:externalCredentials": "give the federation's configuration as gcp:credentials",
};

export const CLOUDS = ["aws", "gcp"] as const;
export type CloudName = (typeof CLOUDS)[number];

/** A sentence for each setting that a push would ignore, which would then use another account than the provider. */
export function providersAlone(cloud: CloudName, settings: ProviderSettings): readonly string[] {
  return Object.entries(PROVIDERS_ALONE)
    .filter(([key]) => key.startsWith(`${cloud}:`) && settings(key) !== undefined)
    .map(
      ([key, remedy]) =>
        `${key} is read by Pulumi's provider only, so that the image would be pushed with another account: ${remedy}, which both read, and remove ${key} from the stack's settings.`,
    );
}

/** @throws {PackagingError} the first sentence of {@link providersAlone} */
export function refuseProvidersAlone(cloud: CloudName, settings: ProviderSettings): void {
  const [reason] = providersAlone(cloud, settings);
  if (reason !== undefined) throw new PackagingError(reason);
}

/** Whether the stack's settings name an account, so that no other may be used. */
export function namesAccount(cloud: CloudName, settings: ProviderSettings): boolean {
  const keys = cloud === "aws" ? ["accessKey", "profile"] : ["accessToken", "credentials", "impersonateServiceAccount"];
  return keys.some((key) => settings(`${cloud}:${key}`) !== undefined);
}
