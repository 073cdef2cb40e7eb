// The app's environment variables as one table, which gives both their values and the names that are taken.
import { MOST_WORKERS } from "@modelport/contracts";
import type { AppSettings } from "./app-settings.ts";
import type { DeployableArtifact } from "./deployment.ts";
import { timeoutsEnvironment, type Timeouts } from "./timeouts.ts";

/** A variable that a target sets. */
export interface AppVariable<S> {
  /** What decides its value, as a sentence says it: `modelport:logLevel`. */
  readonly from: string;
  /** Its value; `undefined` leaves the variable unset. */
  readonly value: (settings: S, artifact: Pick<DeployableArtifact, "digest">) => string | undefined;
}

/** Variables by name. */
export type AppVariables<S> = Readonly<Record<string, AppVariable<S>>>;

/** The variables that every target sets; the digest is what `GET /model` then reports. */
export const appVariables = {
  LOG_LEVEL: { from: "modelport:logLevel", value: ({ logLevel }: Pick<AppSettings, "logLevel">) => logLevel },
  THRESHOLD: {
    from: "modelport:threshold",
    value: ({ threshold }: Pick<AppSettings, "threshold">) => threshold?.toString(),
  },
  CORS_ORIGINS: {
    from: "modelport:corsOrigins",
    value: ({ corsOrigins }: Pick<AppSettings, "corsOrigins">) =>
      corsOrigins.includes("*") ? "*" : corsOrigins.join(",") || undefined,
  },
  MODELPORT_ARTIFACT_DIGEST: {
    from: "the artifact",
    value: (_settings: unknown, { digest }: Pick<DeployableArtifact, "digest">) => digest,
  },
} as const;

/** A variable with the same value under all settings. */
export function fixedVariable(from: string, value: string): AppVariable<unknown> {
  return { from, value: () => value };
}

/** How many processes serve on `vcpus`: one for each whole vCPU, because a process computes on one, and at least one. */
export function workersFor(vcpus: number): number {
  return Math.min(Math.max(1, Math.floor(vcpus)), MOST_WORKERS);
}

/** The variable WORKERS for the vCPUs of an instance; unset where one process serves, which is the server's default. */
export function workersVariable<S>(from: string, vcpusOf: (settings: S) => number): AppVariable<S> {
  return {
    from,
    value: (settings) => {
      const workers = workersFor(vcpusOf(settings));
      return workers === 1 ? undefined : String(workers);
    },
  };
}

/** The variables by which the server learns its part of the table of timeouts. */
export function timeoutVariables(timeouts: Timeouts): AppVariables<unknown> {
  const entries = Object.entries(timeoutsEnvironment(timeouts));
  return Object.fromEntries(entries.map(([name, value]) => [name, fixedVariable("the table of timeouts", value)]));
}

/** The whole environment: the user's own variables, and those of `variables`. */
export function appEnvironment<S>(
  variables: AppVariables<S>,
  settings: S & Partial<Pick<AppSettings, "environment">>,
  artifact: Pick<DeployableArtifact, "digest">,
): Readonly<Record<string, string>> {
  const set = Object.entries(variables).flatMap(([name, { value: valueOf }]) => {
    const value = valueOf(settings, artifact);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...settings.environment, ...Object.fromEntries(set) };
}
