import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { errorTable } from "./errors.ts";
import { parseManifest } from "./manifest.ts";
import { openApiDocument } from "./openapi.ts";

const file = join(import.meta.dirname, "../../../model/manifest.json");
const manifest = parseManifest(JSON.parse(await readFile(file, "utf8")));
const document = openApiDocument(manifest) as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, Record<string, unknown>> };
};

function schema(name: string): Record<string, unknown> {
  return document.components.schemas[name] ?? {};
}

it("describes every field, closed, by its name and by its alias", () => {
  const [byName, byAlias] = schema("Instance")["anyOf"] as { properties: Record<string, object>; required: string[] }[];
  expect(Object.keys(byName?.properties ?? {})).toEqual(manifest.features.map((feature) => feature.name));
  expect(Object.keys(byAlias?.properties ?? {})).toEqual(manifest.features.map((feature) => feature.aliases[0]));
  expect(byName).toMatchObject({ additionalProperties: false, required: manifest.features.map(({ name }) => name) });
  expect(byName?.properties["credit_score"]).toMatchObject({ type: "integer", minimum: 300, maximum: 850 });
  expect(byName?.properties["geography"]).toMatchObject({ type: "string", enum: ["France", "Germany", "Spain"] });
});

it("documents every status that a prediction may answer", () => {
  const documented = Object.keys(document.paths["/api/v1/predict"]?.["post"]?.responses ?? {}).map(Number);
  expect(documented).toEqual([200, 400, 413, 415, 422, 500, 503]);
  expect(schema("Problem")["properties"]).toMatchObject({ code: { enum: Object.keys(errorTable) } });
});

it("refers only to what it defines", () => {
  const refs = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
  expect(refs.length).toBeGreaterThan(10);
  for (const [, kind, name] of refs) {
    expect(document.components).toHaveProperty([kind ?? "", name ?? ""]);
  }
});

it("names no feature twice and passes its own examples", () => {
  const [byName] = schema("Instance")["anyOf"] as { example: Record<string, unknown> }[];
  expect(byName?.example).toEqual(Object.fromEntries(manifest.features.map(({ name, example }) => [name, example])));
});
