// A stack's settings in a file of the run's own: the CLI writes a salt into the file that it is given.
import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { mapValues } from "../provider/wire.ts";
import type { StackSettings } from "../offline-engine.ts";

interface StackFile {
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** What stands for a secret that only its owner can decrypt. */
const PLACEHOLDER = "a secret that this run cannot read";

/** Takes over the settings of `source`, where it exists; `target` keeps its salt. */
export async function copySettings(source: string, target: string): Promise<void> {
  const text = await readFile(source, "utf8").catch(() => "");
  const { config = {} } = (parse(text) as StackFile | null) ?? {};
  await writeSettings(target, withoutSecrets(config) as Readonly<Record<string, unknown>>);
}

/** Makes these all the settings; a key without a project in front is one of `project`. */
export async function writeSettings(
  target: string,
  settings: StackSettings | Readonly<Record<string, unknown>>,
  project = "",
): Promise<void> {
  const before = (parse(await readFile(target, "utf8")) as StackFile | null) ?? {};
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
  await writeFile(target, stringify({ ...before, config }));
}

/** The settings as a program sees them: by full key, and what is no text as JSON. */
export async function readSettings(file: string): Promise<Readonly<Record<string, string>>> {
  const { config = {} } = (parse(await readFile(file, "utf8")) as StackFile | null) ?? {};
  return mapValues(config, (value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if ("secure" in value) return PLACEHOLDER;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
