// Writes docs/reference/targets.md, a page for each target, and the tables of its README with `npx vitest run -u`; a difference fails.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { sideBySide } from "./reference/side-by-side.ts";
import { readmeWithTables } from "./reference/readme-tables.ts";
import { targetPage } from "./reference/target-page.ts";
import * as registry from "./registry.ts";

const pages = path.resolve(import.meta.dirname, "../docs/reference/targets");
const targets = Object.values(registry).toSorted((a, b) => (a.name < b.name ? -1 : 1));

async function formatted(page: string): Promise<string> {
  return format(page, { ...(await resolveConfig(`${pages}.md`)), parser: "markdown" });
}

test("docs/reference/targets.md has every target side by side", async () => {
  await expect(await formatted(sideBySide(targets))).toMatchFileSnapshot(`${pages}.md`);
});

test.each(targets.map((target) => [target.name, target] as const))(
  "docs/reference/targets/%s.md has what its folder declares",
  async (name, target) => {
    await expect(await formatted(targetPage(target))).toMatchFileSnapshot(path.join(pages, `${name}.md`));
  },
);

test.each(targets.map((target) => [target.name, target] as const))(
  "stacks/%s/README.md has the tables of what its folder declares",
  async (name, target) => {
    const folder = path.join(import.meta.dirname, name);
    const read = (file: string) => readFile(path.join(folder, file), "utf8");
    const text = readmeWithTables(await read("README.md"), target, {
      costs: await read("tests/costs.golden.md"),
      targets,
    });
    await expect(await formatted(text)).toMatchFileSnapshot(path.join(folder, "README.md"));
  },
);

test("no page is left of a target that is gone", async () => {
  expect((await readdir(pages)).toSorted()).toEqual(targets.map(({ name }) => `${name}.md`));
});
