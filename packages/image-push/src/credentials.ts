import { type Credentials, PackagingError, storedCredentials } from "@modelport/packaging";
import { type Account, NoAccount } from "./account.ts";
import { ecrCredentials, ecrRegionOf } from "./ecr-credentials.ts";
import { googleCredentials, isGoogleRegistry } from "./google-credentials.ts";
import { type CloudName, namesAccount } from "./provider-settings.ts";

/** The account of the shell, without the settings of a stack. */
const OWN: Account = { settings: () => undefined, env: process.env };

/**
 * Credentials for a registry, or undefined. Registries of Google Cloud and AWS get those of the account that deploys, because
 * the passwords that docker stores for them expire after 1 or 12 hours; without such an account, and for all other registries,
 * docker's and podman's are used. `note` takes a line for each place that had none.
 * @throws {PackagingError} one sentence, with what to run, if a cloud's registry needs credentials and nobody is logged in
 */
export async function registryCredentials(
  registry: string,
  note: (line: string) => void = () => undefined,
  account: Account = OWN,
): Promise<Credentials | undefined> {
  const cloud = cloudOf(registry);
  if (cloud === undefined) return storedCredentials(registry, note, account.env);
  try {
    return await cloud.credentials(account);
  } catch (error) {
    if (!(error instanceof NoAccount)) throw error;
    const notes: string[] = [];
    const mayStandIn = !namesAccount(cloud.name, account.settings);
    const stored = mayStandIn && (await storedCredentials(registry, (line) => notes.push(line), account.env));
    if (stored) {
      note(`The account that deploys has no access to ${registry} (${error.message}): using docker's login`);
      return stored;
    }
    const said = [error.message, ...notes].join("; ");
    throw new PackagingError(`${registry} requires credentials, but there are none (${said}): ${error.remedy}.`);
  }
}

/** The cloud of a registry; undefined for any other host. */
export function cloudNameOf(registry: string): CloudName | undefined {
  return cloudOf(registry)?.name;
}

interface Cloud {
  readonly name: CloudName;
  readonly credentials: (account: Account) => Promise<Credentials>;
}

function cloudOf(registry: string): Cloud | undefined {
  if (isGoogleRegistry(registry))
    return { name: "gcp", credentials: (account) => googleCredentials(registry, account) };
  const region = ecrRegionOf(registry);
  if (region === undefined) return undefined;
  return { name: "aws", credentials: (account) => ecrCredentials(registry, region, account) };
}
