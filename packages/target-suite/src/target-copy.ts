// A copy of a target's folder with a mistake in it, in a place where its imports resolve.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Target } from "@modelport/target-kit";
import type { Subject } from "./check.ts";
import { graphSnapshot, SNAPSHOT, snapshotText } from "./checks/graph-snapshot.ts";
import type { Edit, Mistake } from "./mistake.ts";
import { openSubject, withDefaultsAlone } from "./subject.ts";
import { isThorough } from "./thorough.ts";

/** Ignored by git and by the tools that read sources. As deep in the repository as `stacks/`, for paths from there. */
const COPIES = path.resolve(import.meta.dirname, "../../../.modelport");

/** Runs `use` on a copy of the target with `mistake` in it, and always removes the copy. */
export async function withCopy<T>(
  original: Subject,
  mistake: Mistake | undefined,
  use: (copy: Subject) => Promise<T>,
): Promise<T> {
  await mkdir(COPIES, { recursive: true });
  const folder = await mkdtemp(path.join(COPIES, `mistake-${original.target.name}-`));
  try {
    await cp(original.suite.folder, folder, {
      recursive: true,
      filter: (file) => !/node_modules|\.test\.ts$|[\\/]tests$/.test(file),
    });
    await leadBack(original.suite.folder, folder);
    for (const edit of mistake === undefined ? [] : [mistake, ...(mistake.and ?? [])]) await make(edit, folder);
    const copy = await open(original, folder);
    // Drawing deploys every variant, and one check alone reads what is drawn.
    if (isThorough || mistake?.check === graphSnapshot.id) {
      // The original's graph, so that an outdated snapshot is reported once and not for every mistake.
      const drawn = mistake?.redrawn === true ? withDefaultsAlone(copy) : original;
      await writeFile(path.join(folder, SNAPSHOT), await snapshotText(drawn));
    }
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Imports from outside of the target's folder lead to the same files as in place. */
async function leadBack(from: string, folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith(".ts")) continue;
    const text = await readFile(path.join(folder, file), "utf8");
    const led = text.replaceAll(/(?<=from ")(?:\.\.\/)+[^"]+/g, (specifier) => {
      const inPlace = path.resolve(from, path.dirname(file), specifier);
      return path.relative(from, inPlace).startsWith("..") ? inPlace : specifier;
    });
    if (led !== text) await writeFile(path.join(folder, file), led);
  }
}

async function make({ file, find, replace }: Edit, folder: string): Promise<void> {
  const text = await readFile(path.join(folder, file), "utf8");
  const found = text.split(find).length - 1;
  if (found !== 1) {
    throw new Error(`The text to be edited stands in ${file} ${found} times, but must stand there once: ${find}`);
  }
  await writeFile(
    path.join(folder, file),
    text.replace(find, () => replace),
  );
}

async function open({ target: { name }, suite }: Subject, folder: string): Promise<Subject> {
  const targets = (await import(pathToFileURL(path.join(folder, "target.ts")).href)) as Readonly<
    Record<string, Target>
  >;
  const target = targets[name];
  if (target === undefined) throw new Error(`target.ts must export the target under its name, which is ${name}.`);
  return openSubject(target, { ...suite, folder });
}
