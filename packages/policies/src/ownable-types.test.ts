// The list of types that take tags or labels is read from the installed SDKs; `npx vitest run -u` writes it anew.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const sdks = path.join(import.meta.dirname, "../../../node_modules/@pulumi");
/** The first that the arguments have; Google's monitoring keeps `labels` for something else. */
const properties = { aws: ["tags"], gcp: ["userLabels", "labels"] } as const;

test("ownable-types.json is what the installed SDKs declare", async () => {
  const types = Object.entries(properties).flatMap(([sdk, names]) => typesOf(path.join(sdks, sdk), names));
  const sorted = Object.fromEntries(types.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  expect(Object.keys(sorted).length).toBeGreaterThan(1000);
  await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot("ownable-types.json");
}, 60_000);

function typesOf(folder: string, names: readonly string[]): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".d.ts") && !/node_modules|^types\//.test(file))
    .flatMap((file) => {
      const declaration = readFileSync(path.join(folder, file), "utf8");
      const [, members] = /export interface \w+Args \{\n(.*?)\n\}/s.exec(declaration) ?? [];
      const property = names.find((name) => new RegExp(`^    ${name}\\??:`, "m").test(members ?? ""));
      if (property === undefined) return [];
      const [, type] =
        /__pulumiType = '([^']+)'/.exec(readFileSync(path.join(folder, file.replace(/\.d\.ts$/, ".js")), "utf8")) ?? [];
      return type === undefined ? [] : [[type, property] as const];
    });
}
