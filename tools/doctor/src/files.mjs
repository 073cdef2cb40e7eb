// Reads files that may be missing.
import { readFileSync } from "node:fs";

/** The text; undefined if the file cannot be read. */
export function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The value; undefined if the file cannot be read or is not JSON. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Sections of an INI file of AWS or gcloud, each a map of its keys; empty if there is no such file. */
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
