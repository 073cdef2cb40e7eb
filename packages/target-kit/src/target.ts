// What it means to be a target: a folder under stacks/ states this about one platform.
import type * as z from "zod";
import type { CostLine, Price } from "./cost.ts";
import type { Facts } from "./facts.ts";
import { settingsReference, type SettingReference } from "./setting-schema.ts";
import { parseSettings, type RawSettings } from "./settings.ts";
import type { Workload } from "./workload.ts";

export type ArtifactKind = "server-bundle" | "lambda-zip" | "oci-image";

/** What a target's folder declares. `S` is the type of its parsed settings. */
export interface TargetSpec<N extends string, S> {
  /** Also the folder's name and the first part of the stack's. */
  readonly name: N;
  /** The kinds of artefact that it deploys. */
  readonly artifacts: readonly [ArtifactKind, ...ArtifactKind[]];
  /** A strict zod object; every setting has a default, so that an empty stack file is valid. */
  readonly settings: z.ZodType<S>;
  readonly facts: Facts;
  readonly prices: readonly Price[];
  /** The names of the outputs that it adds to those of every target, with what they are. */
  readonly outputs: Readonly<Record<string, string>>;
  cost(workload: Workload, settings: S): readonly CostLine[];
}

/** A target as the rest of the project sees it: its settings' type is hidden, so that a registry holds many. */
export interface Target<N extends string = string> {
  readonly name: N;
  readonly artifacts: readonly [ArtifactKind, ...ArtifactKind[]];
  readonly facts: Facts;
  readonly prices: readonly Price[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The parsed settings, for the target's own `deploy`; throws a SettingsError with one sentence for each problem. */
  parseSettings(raw: RawSettings): unknown;
  /** The monthly estimate for `workload` under settings as they stand in a stack file. */
  cost(workload: Workload, raw: RawSettings): readonly CostLine[];
  /** The settings as rows of a reference page. */
  readonly settings: readonly SettingReference[];
}

export function defineTarget<const N extends string, S>(spec: TargetSpec<N, S>): Target<N> {
  const { name, artifacts, facts, prices, outputs } = spec;
  return {
    name,
    artifacts,
    facts,
    prices,
    outputs,
    parseSettings: (raw) => parseSettings(name, spec.settings, raw),
    cost: (workload, raw) => spec.cost(workload, parseSettings(name, spec.settings, raw)),
    settings: settingsReference(spec.settings),
  };
}
