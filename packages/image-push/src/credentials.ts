import { type Credentials, PackagingError, storedCredentials } from "@modelport/packaging";
import { type Account, NoAccount } from "./account.ts";
import { ecrCredentials, ecrRegionOf } from "./ecr-credentials.ts";
import { googleCredentials, isGoogleRegistry } from "./google-credentials.ts";
import { type CloudName, namesAccount } from "./provider-settings.ts";

/** The account of the shell, without the settings of a stack. */
const OWN: Account = { settings: () => undefined, env: process.env };

/**
 * Credentials for a registry. For Google Cloud and AWS the deploying account comes first, because passwords that docker
 * stored for them expire after an hour or twelve; what docker or podman stored is used if there is no such account. For
 * any other registry it is the only source, and the result may be undefined. `note` gets a line for each place that had
 * none.
 * @throws {PackagingError} one sentence, with what to run, if a cloud's registry requires a login and there is none
 */
export async function registryCredentials(
  registry: string,
  note: (line: string) => void = () => undefined,
  account: Account = OWN,
): Promise<Credentials | undefined> {
  const cloud = cloudOf(registry);
  if (cloud === undefined) return storedCredentials(registry, note, account.env);
  try {
    return await cloud.find(account);
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
  readonly find: (account: Account) => Promise<Credentials>;
}

function cloudOf(registry: string): Cloud | undefined {
  if (isGoogleRegistry(registry)) return { name: "gcp", find: (account) => googleCredentials(registry, account) };
  const region = ecrRegionOf(registry);
  if (region === undefined) return undefined;
  return { name: "aws", find: (account) => ecrCredentials(registry, region, account) };
}
