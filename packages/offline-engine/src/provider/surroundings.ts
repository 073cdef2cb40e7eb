// What a run tells the processes of its stand-ins.

export interface SurroundingsOfProcess {
  readonly cloudFolder: string;
  readonly registry: string;
  readonly registryFolder: string;
}

const VARIABLES = {
  cloudFolder: "MODELPORT_OFFLINE_CLOUD",
  registry: "MODELPORT_OFFLINE_REGISTRY",
  registryFolder: "MODELPORT_OFFLINE_REGISTRY_FOLDER",
} as const;

export function surroundingsEnvironment(surroundings: SurroundingsOfProcess): Record<string, string> {
  return {
    [VARIABLES.cloudFolder]: surroundings.cloudFolder,
    [VARIABLES.registry]: surroundings.registry,
    [VARIABLES.registryFolder]: surroundings.registryFolder,
  };
}

/** Throws if a variable is missing: a stand-in must never pass for the real provider by accident. */
export function surroundingsFrom(env: NodeJS.ProcessEnv): SurroundingsOfProcess {
  const read = (name: string): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name} is not set: this stand-in runs in an offline run only.`);
    return value;
  };
  return {
    cloudFolder: read(VARIABLES.cloudFolder),
    registry: read(VARIABLES.registry),
    registryFolder: read(VARIABLES.registryFolder),
  };
}
