// Reads what may not be there.
import { readFileSync } from "node:fs";

/** The text; undefined where the file cannot be read. */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The value; undefined where the file cannot be read or is no JSON. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Sections of an INI file, each a map of its keys: what AWS and gcloud keep. Empty where there is no such file. */
export function readIni(path) {
  const sections = new Map();
  let section = new Map();
  for (const line of (readText(path) ?? "").split(/\r?\n/)) {
    const [, title] = /^\s*\[\s*(.+?)\s*\]/.exec(line) ?? [];
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (title !== undefined) sections.set(title, (section = sections.get(title) ?? new Map()));
    else if (key !== undefined) section.set(key, value);
  }
  return sections;
}
