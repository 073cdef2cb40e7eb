// Schemas by token, derived once for each version of an SDK and kept in node_modules/.cache.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { placeOf, type Sdk } from "./sdk.ts";
import type { Properties, TypeSchema } from "./shape.ts";

/** Part of the cache's path: a change of the derivation increments it. */
const FORMAT = 2;

const loaded = new Map<string, Promise<TypeSchema | undefined>>();

/** The schema of a resource type, a function or a provider (`pulumi:providers:aws`); undefined if the SDK has none. */
export function loadSchema(sdk: Sdk, token: string): Promise<TypeSchema | undefined> {
  const key = `${sdk.folder} ${token}`;
  const schema = loaded.get(key) ?? readSchema(sdk, token);
  loaded.set(key, schema);
  return schema;
}

async function readSchema(sdk: Sdk, token: string): Promise<TypeSchema | undefined> {
  const file = cacheFile(sdk, token);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as TypeSchema;
  const place = placeOf(sdk, token);
  if (place.file === undefined) return undefined;
  // The compiler is loaded only if something is not in the cache.
  const { deriveInterface, deriveOutputs } = await import("./derive.ts");
  const isFunction = /^[a-z]/.test(place.name);
  const argumentsName = `${place.name.slice(0, 1).toUpperCase()}${place.name.slice(1)}Args`;
  const inputs = deriveInterface(place.file, argumentsName);
  const outputs = isFunction ? undefined : deriveOutputs(place.file, place.name);
  if (inputs === undefined && outputs === undefined) return undefined;
  const schema: TypeSchema = {
    token,
    inputs: inputs?.members ?? {},
    outputs: prefixed(outputs?.members ?? {}),
    definitions: { ...inputs?.definitions, ...prefixedNames(outputs?.definitions ?? {}) },
  };
  keep(file, schema);
  return schema;
}

/** Inputs and outputs have different objects of the same name. */
const OUTPUT = "out:";

function prefixedNames(definitions: Readonly<Record<string, Properties>>): Record<string, Properties> {
  return Object.fromEntries(Object.entries(definitions).map(([name, members]) => [OUTPUT + name, prefixed(members)]));
}

function prefixed(properties: Properties): Properties {
  const text = JSON.stringify(properties, (key, value: unknown) =>
    key === "definition" && typeof value === "string" ? OUTPUT + value : value,
  );
  return JSON.parse(text) as Properties;
}

function cacheFile(sdk: Sdk, token: string): string {
  const folder = path.join(sdk.folder, "..", "..", ".cache", "modelport", "sdk-types");
  const name = `${token.replace(/[^\w.-]+/g, "_")}-${createHash("sha256").update(token).digest("hex").slice(0, 8)}`;
  return path.join(folder, `${path.basename(sdk.folder)}-${sdk.version}-${FORMAT}`, `${name}.json`);
}

function keep(file: string, schema: TypeSchema): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(schema));
    renameSync(temporary, file);
  } catch {
    // If the folder is read-only, the next run spends the same half second.
  }
}
