import { type Credentials, PackagingError, storedCredentials } from "@modelport/packaging";
import { type Account, NoAccount } from "./account.ts";
import { ecrCredentials, ecrRegionOf } from "./ecr-credentials.ts";
import { googleCredentials, isGoogleRegistry } from "./google-credentials.ts";
import { type CloudName, namesAccount } from "./provider-settings.ts";

/** The account of the shell, without the settings of a stack. */
const OWN: Account = { settings: () => undefined, env: process.env };

/**
 * Credentials for a registry. For those of Google Cloud and AWS the account that deploys comes first, as the passwords that
 * docker keeps for them end after an hour or twelve; what docker or podman keep stands in where there is no such account.
 * Any other registry has only these, or undefined. `note` takes a line for what was looked for in vain.
 * @throws {PackagingError} one sentence, with what to run, where a cloud's registry asked and nobody is logged in
 */
export async function registryCredentials(
  registry: string,
  note: (line: string) => void = () => undefined,
  account: Account = OWN,
): Promise<Credentials | undefined> {
  const cloud = cloudOf(registry);
  if (cloud === undefined) return storedCredentials(registry, note, account.env);
  try {
    return await cloud.ask(account);
  } catch (error) {
    if (!(error instanceof NoAccount)) throw error;
    const notes: string[] = [];
    const mayStandIn = !namesAccount(cloud.name, account.settings);
    const stored = mayStandIn && (await storedCredentials(registry, (line) => notes.push(line), account.env));
    if (stored) {
      note(`The account that deploys gives nothing for ${registry} (${error.message}): docker's login is used`);
      return stored;
    }
    const said = [error.message, ...notes].join("; ");
    throw new PackagingError(`${registry} requires credentials, but there are none (${said}): ${error.remedy}.`);
  }
}

/** The cloud whose registry that is; undefined for any other host. */
export function cloudNameOf(registry: string): CloudName | undefined {
  return cloudOf(registry)?.name;
}

interface Cloud {
  readonly name: CloudName;
  readonly ask: (account: Account) => Promise<Credentials>;
}

function cloudOf(registry: string): Cloud | undefined {
  if (isGoogleRegistry(registry)) return { name: "gcp", ask: (account) => googleCredentials(registry, account) };
  const region = ecrRegionOf(registry);
  if (region === undefined) return undefined;
  return { name: "aws", ask: (account) => ecrCredentials(registry, region, account) };
}
