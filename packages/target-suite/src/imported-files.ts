// Which files of a target's folder importing one of them loads.
import { readFileSync } from "node:fs";
import path from "node:path";

/** `file` and what it imports from the folder, directly or by other files; paths are relative to the folder. */
export function importedFiles(folder: string, file: string): ReadonlySet<string> {
  const files = new Set<string>();
  const visit = (each: string): void => {
    if (files.has(each) || each.startsWith("..")) return;
    files.add(each);
    const text = readFileSync(path.join(folder, each), "utf8");
    for (const [, specifier = ""] of text.matchAll(/(?:from |import |import\()"(\.{1,2}\/[^"]+\.ts)"/g)) {
      visit(path.posix.join(path.posix.dirname(each), specifier));
    }
  };
  visit(file);
  return files;
}
