// Inputs as a program means them: secrets and assets are replaced by their contents.
import * as pulumi from "@pulumi/pulumi";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Stands for a value that only the next `up` can know. */
export const UNKNOWN = "<unknown>";

/** The words in `value` by which a missing value or an output that was not resolved shows; `undefined` where it has none. */
export function gapIn(value: unknown): string | undefined {
  return typeof value === "string" ? /\bundefined\b|\[object \w+\]|\[toString\]/.exec(value)?.[0] : undefined;
}

/** `inputs` with the value of each secret, the path or address of each asset, and {@link UNKNOWN} for what is unknown. */
export function plainInputs(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return plain(inputs) as Readonly<Record<string, unknown>>;
}

function plain(value: unknown): unknown {
  if (pulumi.isUnknown(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  const members = value as Readonly<Record<string, unknown>>;
  if (SIGNATURE in members) return plain(members["value"]);
  if (pulumi.asset.Asset.isInstance(value) || pulumi.asset.Archive.isInstance(value)) {
    return plain(members["path"] ?? members["uri"] ?? members["text"] ?? members["assets"]);
  }
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, plain(member)]));
}
