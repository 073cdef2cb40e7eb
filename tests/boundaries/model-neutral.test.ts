// Another model in model/ must not need a TypeScript change, so no code names a field, a label or the name of the shipped one.
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

interface ManifestNames {
  readonly features: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly output: { readonly name: string; readonly labels: { readonly positive: string } };
  readonly name: string;
}

it("names nothing of the shipped model outside tests", async () => {
  const { features, output, name } = JSON.parse(
    readFileSync(join(ROOT, "model/manifest.json"), "utf8"),
  ) as ManifestNames;
  // One-word names such as "age" are also English words: they count only in quotes.
  const words = [
    ...features.flatMap((feature) => [feature.name, ...feature.aliases]),
    output.name,
    output.labels.positive,
    name,
  ];
  const distinct = words.filter((word) => /_|[a-z][A-Z]/.test(word) || word === name).map((word) => `\\b${word}\\b`);
  const pattern = new RegExp([...distinct, ...words.map((word) => `["'\`]${word}["'\`]`)].join("|"));
  const offenders: string[] = [];
  let read = 0;
  for await (const file of glob("{apps,packages,stacks,tests,tools}/**/*.{ts,mts,mjs}", {
    cwd: ROOT,
    exclude: (path) =>
      /node_modules|dist|\.(test|testing|slow|container)\.|\bmistakes\.ts$|\/tests?(\/|$)|fixtures/.test(path),
  })) {
    read += 1;
    const hit = pattern.exec(readFileSync(join(ROOT, file), "utf8"));
    if (hit) offenders.push(`${file}: ${hit[0]}`);
  }
  expect(read).toBeGreaterThan(40);
  expect(offenders).toEqual([]);
});
