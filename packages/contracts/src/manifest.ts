// Parses a manifest.json: its schema (manifest-schema.ts) and the rules between its parts (manifest-rules.ts).
import { z } from "zod";
import { inconsistencies } from "./manifest-rules.ts";
import { type Manifest, manifestSchema } from "./manifest-schema.ts";

const checkedSchema = manifestSchema.superRefine((manifest, context) => {
  for (const { path, message } of inconsistencies(manifest)) context.addIssue({ code: "custom", path, message });
});

/** A manifest that cannot be served; the message lists each error with its place in the file. */
export class ManifestError extends Error {
  override name = "ManifestError";
}

/**
 * Validates a parsed manifest.json.
 * @throws {ManifestError} one sentence per error, with its path, what was found and what is allowed
 */
export function parseManifest(json: unknown): Manifest {
  const result = checkedSchema.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".") || "the whole file"}: ${issue.message}`);
  throw new ManifestError(`manifest.json is not valid: ${faults.join("; ")}. Correct it and package again.`);
}

/** The schema of a manifest.json as JSON Schema, without the rules between its parts. */
export function manifestJsonSchema(): JsonSchema {
  return z.toJSONSchema(manifestSchema, { io: "input" });
}

/** The type of {@link manifestJsonSchema}. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;
