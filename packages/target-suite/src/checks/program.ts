// A target's program is the same on every occasion: nothing in it asks whether it is under test.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Check } from "../check.ts";

const entries = ["target.ts", "deploy.ts"];

const forbidden: readonly RegExp[] = [
  /\b(?:VITEST|NODE_ENV|JEST_WORKER_ID|PULUMI_TEST_MODE|MODELPORT_OFFLINE\w*|MODELPORT_TEST\w*)\b/,
  /\bset[Mm]ocks\b|\bis[A-Z]?\w*(?:Mock|Offline|UnderTest)\w*\b/,
  /\bisDryRun\b/,
];

export const programPlain: Check = {
  id: "program-plain",
  title: "no file of the program asks whether it is under test, offline or in a preview",
  run: async ({ target, suite }) =>
    [...programFiles(suite.folder, target.name)].flatMap(([file, text]) =>
      forbidden
        .flatMap((pattern) => pattern.exec(text)?.[0] ?? [])
        .map(
          (found) => `${file}: it mentions ${found}, but a program must declare the same on every occasion: remove it.`,
        ),
    ),
};

/**
 * The packages of others that the target's program imports, each for its own cloud, or has from a package of this repository;
 * Pulumi's core and zod are everybody's.
 */
export function sdksOf(folder: string, target: string): readonly string[] {
  const manifest = path.join(folder, "..", "package.json");
  const { dependencies } = JSON.parse(readFileSync(manifest, "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const texts = [...programFiles(folder, target).values()].join("\n");
  const own = Object.keys(dependencies)
    .filter((name) => !/^(@modelport\/|@pulumi\/pulumi$|zod$)/.test(name))
    .filter((name) => texts.includes(`"${name}"`));
  const shared = Object.keys(dependencies)
    .filter((name) => texts.includes(`"${name}/component"`))
    .flatMap((name) => sdksOfPackage(path.join(folder, "../../packages", path.posix.basename(name))));
  return [...new Set([...own, ...shared])];
}

function sdksOfPackage(folder: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(manifest.dependencies).filter((name) => /^@pulumi\/(?!pulumi$)/.test(name));
}

/** The files of the target's folder that its target.ts and deploy.ts import, with their texts. */
function programFiles(folder: string, target: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const visit = (file: string) => {
    if (texts.has(file)) return;
    const text = readFileSync(path.join(folder, file), "utf8");
    texts.set(file, text);
    for (const [, specifier = ""] of text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
      // A dynamic resource imports its own by the name under which the engine finds it.
      const own = specifier.replace(`@modelport/stacks/${target}/`, "./");
      if (own.startsWith("./")) visit(path.posix.normalize(path.posix.join(path.posix.dirname(file), own)));
    }
  };
  for (const entry of entries) visit(entry);
  return texts;
}
