// Identifies the model that a server serves: all rows of one file must be scored by the same model.
import { createHash } from "node:crypto";

/** Equal for two servers that answer every row alike. Plain JSON. */
export interface ModelIdentity {
  readonly name: string;
  readonly version: string;
  /** Of the ONNX file. */
  readonly sha256: string;
  /** The probability from which a binary model's label is positive. */
  readonly threshold?: number;
  /** SHA-256 of the fields, output and explanation in GET /model. */
  readonly described: string;
  /** The server's own identifier for all of that, which its batches carry too; undefined if it has none. */
  readonly revision?: string;
}

/** The parts of GET /model that are needed to score a file. */
export interface ServedModel {
  readonly identity: ModelIdentity;
  /** Names and aliases. */
  readonly fieldNames: ReadonlySet<string>;
  /** The same for numeric fields. */
  readonly numericNames: ReadonlySet<string>;
}

/** Undefined if it is not what modelport answers. */
export function servedModelOf(json: unknown): ServedModel | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { name, version, sha256, revision, features, output, explanation } = json as Record<string, unknown>;
  if (typeof name !== "string" || typeof version !== "string" || !Array.isArray(features)) return undefined;
  const { threshold } = (output ?? {}) as { threshold?: unknown };
  const described = JSON.stringify({ features: features as unknown, output, explanation });
  const namesOf = (wanted: (feature: Feature) => boolean) =>
    new Set(
      (features as readonly Feature[]).filter(wanted).flatMap((feature) => [feature.name, ...(feature.aliases ?? [])]),
    );
  return {
    identity: {
      name,
      version,
      sha256: String(sha256),
      ...(typeof threshold === "number" && { threshold }),
      described: createHash("sha256").update(described).digest("hex"),
      ...(typeof revision === "string" && { revision }),
    },
    fieldNames: namesOf(() => true),
    numericNames: namesOf(({ type }) => type === "number" || type === "integer"),
  };
}

interface Feature {
  readonly name: string;
  readonly type?: string;
  readonly aliases?: readonly string[];
}

/** How two models differ, for a message. */
export interface ModelDifference {
  readonly before: string;
  readonly after: string;
}

/** Undefined if they are the same. */
export function differenceOf(then: ModelIdentity, now: ModelIdentity): ModelDifference | undefined {
  if (then.name !== now.name || then.version !== now.version || then.sha256 !== now.sha256) {
    return { before: modelText(then), after: modelText(now) };
  }
  if (then.threshold !== now.threshold) return { before: thresholdText(then), after: thresholdText(now) };
  if (then.described !== now.described) return { before: describedText(then), after: describedText(now) };
  if (then.revision === now.revision) return undefined;
  return { before: revisionText(then.revision), after: revisionText(now.revision) };
}

function modelText({ name, version, sha256 }: ModelIdentity): string {
  return `model ${name} ${version} (${sha256.slice(0, 12)})`;
}

function thresholdText({ threshold }: ModelIdentity): string {
  return threshold === undefined ? "no threshold" : `threshold ${threshold}`;
}

function describedText({ described }: ModelIdentity): string {
  return `fields, outputs or explanations as in description ${described.slice(0, 12)}`;
}

/** The server's identifier for the model and its settings. */
export function revisionText(revision: string | undefined): string {
  return revision === undefined ? "no revision" : `revision ${revision.slice(0, 12)}`;
}
