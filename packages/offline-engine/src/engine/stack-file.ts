// A stack's settings in a copy for the run: the CLI writes a salt into the file that it gets.
import { readFile, writeFile } from "node:fs/promises";
import { isMap, parse, parseDocument, Scalar, stringify, visit } from "yaml";
import type { StackSettings } from "../offline-engine.ts";

interface StackFile {
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A stack file that cannot be read; the message is one sentence. */
export class StackFileError extends Error {}

/** Replaces a secret that only its owner can decrypt. */
const PLACEHOLDER = "a secret that this run cannot read";
/** Keys that decrypt the owner's secrets; `target` has its own. */
const OF_SECRETS = ["encryptionsalt", "secretsprovider", "encryptedkey"];

/**
 * Copies the settings of `source`, if it exists, word for word, so that the engine reads what it would read there;
 * `target` keeps its salt. Throws a {@link StackFileError} if the file is broken.
 */
export async function copySettings(source: string, target: string): Promise<void> {
  const text = await readFile(source, "utf8").catch(() => "");
  // Untyped, so that `0512` and `yes` stay as they are written.
  const document = parseDocument(text, { schema: "failsafe" });
  const [broken] = document.errors;
  if (broken !== undefined) throw new StackFileError(brokenSentence(source, broken));
  if (document.contents !== null && !isMap(document.contents))
    throw new StackFileError(`${source} cannot be read: it must begin with "config:".`);
  if (document.contents !== null) for (const key of OF_SECRETS) document.delete(key);
  visit(document, {
    Map: (_key, map) => (map.has("secure") ? new Scalar(PLACEHOLDER) : undefined),
  });
  const own = Object.entries((parse(await readFile(target, "utf8")) as StackFile | null) ?? {});
  const salt = Object.fromEntries(own.filter(([key]) => OF_SECRETS.includes(key)));
  // A file whose last setting was removed has a salt and nothing else.
  const isEmpty = !isMap(document.contents) || document.contents.items.length === 0;
  const settings = isEmpty ? "" : document.toString({ lineWidth: 0 });
  await writeFile(target, `${own.length === 0 ? "" : stringify(salt)}${settings}`);
}

function brokenSentence(
  file: string,
  { message, linePos }: { message: string; linePos?: readonly { line: number }[] },
) {
  const [reason = ""] = message.split(/ at line /);
  return (
    `${file} cannot be read: line ${linePos?.[0]?.line ?? 1}: ${reason}. Correct the line: settings stand under "config:", ` +
    "indented by two spaces, and each once."
  );
}

/** Replaces all settings with these; a key without a project prefix belongs to `project`. */
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
