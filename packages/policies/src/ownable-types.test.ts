// The list of types that take tags or labels is read from the installed SDKs; `npx vitest run -u` writes it again.
import { readFileSync } from "node:fs";
import { findSdk, resourceTypes } from "@modelport/sdk-schema";
import { expect, test } from "vitest";

/** The first that the arguments have; Google's monitoring keeps `labels` for something else. */
const properties = { aws: ["tags"], gcp: ["userLabels", "labels"] } as const;

test("ownable-types.json is what the installed SDKs declare", async () => {
  const types = Object.entries(properties).flatMap(([sdk, names]) => typesOf(sdk, names));
  const sorted = Object.fromEntries(types.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  expect(Object.keys(sorted).length).toBeGreaterThan(1000);
  await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot("ownable-types.json");
}, 60_000);

function typesOf(name: string, names: readonly string[]): readonly (readonly [string, string])[] {
  const sdk = findSdk(name);
  if (sdk === undefined) throw new Error(`@pulumi/${name} is not installed`);
  return resourceTypes(sdk).flatMap(({ type, file }) => {
    const [, members = ""] = /export interface \w+Args \{\n(.*?)\n\}/s.exec(readFileSync(file, "utf8")) ?? [];
    const property = names.find((each) => new RegExp(`^    ${each}\\??:`, "m").test(members));
    return property === undefined ? [] : [[type, property] as const];
  });
}
