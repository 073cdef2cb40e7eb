import { storedCredentials, type Credentials } from "@modelport/packaging";
import { ecrCredentials, ecrRegionOf } from "./ecr-credentials.ts";
import { googleCredentials, isGoogleRegistry } from "./google-credentials.ts";

/**
 * Credentials for a registry, from the first place that has some: what docker or podman keep, then, for the registries of
 * Google Cloud and AWS, the account of whoever runs this. Undefined for any other registry; throws one sentence, with what
 * to run, where a cloud's registry asked and there is no account.
 */
export async function registryCredentials(
  registry: string,
  note: (line: string) => void = () => undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Credentials | undefined> {
  const notes: string[] = [];
  const stored = await storedCredentials(registry, (line) => notes.push(line), env);
  if (stored) return stored;
  if (isGoogleRegistry(registry)) return googleCredentials(registry, env, notes);
  const region = ecrRegionOf(registry);
  if (region !== undefined) return ecrCredentials(registry, region, notes);
  notes.forEach(note);
  return undefined;
}
