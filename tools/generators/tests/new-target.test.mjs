// A generated target, and the same filled in: which files change, which tests pass, and which fail with which names.
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { whyNoOffline } from "@modelport/offline-engine";
import { newTarget } from "../src/new-target.mjs";
import { openClone } from "./clone.mjs";

/** The generated folder filled in with a few AWS resources. */
const FILLED = join(import.meta.dirname, "../throwaway");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, a new target under the real engine: ${reason}`);

let clone;
let before;
beforeAll(async () => {
  clone = await openClone();
  before = await clone.snapshot();
});
afterAll(() => clone.remove());

/** Runs one test file of a target: the titles that passed and failed, and the output. */
async function testsOf(target, file, ...flags) {
  const folder = `stacks/${target}`;
  const report = join(clone.root, `${target}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { output } = await clone.run(folder, "vitest", "run", file, ...reporters, ...flags);
  const { testResults } = JSON.parse(await readFile(report, "utf8"));
  await rm(report);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return { output, passed: named(tests, "passed"), failed: named(tests, "failed") };
}

async function filesOf(folder) {
  const entries = await readdir(join(clone.root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(clone.root, join(parentPath, name))).toSorted();
}

const named = (tests, status) => tests.filter((test) => test.status === status).map(({ title }) => title);

describe("as it is generated", () => {
  it("is a folder, and one line of the registry in its place", async () => {
    const { lines } = await newTarget(clone.root, "fargate");
    const after = await clone.snapshot();
    const isTouched = (path) => after[path] !== before[path];
    expect(
      Object.keys({ ...before, ...after })
        .filter(isTouched)
        .toSorted(),
    ).toEqual([...(await filesOf("stacks/fargate")), "stacks/registry.ts"]);
    expect(after["stacks/registry.ts"]).toBe(
      before["stacks/registry.ts"].replace(
        "export { local }",
        'export { fargate } from "./fargate/target.ts";\nexport { local }',
      ),
    );
    expect(Object.values(after).join("\n")).not.toMatch(/newtarget/i);
    const { length } = await filesOf("stacks/fargate");
    expect(lines[0]).toBe(
      `Created stacks/fargate (${length} files) and its line in stacks/registry.ts. It compiles, and its tests say what is missing:`,
    );
  });

  it("has every file that the registry's test demands", async () => {
    const demanded = await readFile(join(import.meta.dirname, "../../../stacks/registry.test.ts"), "utf8");
    const files = await filesOf("stacks/fargate");
    const names = [...demanded.matchAll(/^ {2}"([\w.]+)",$/gm)].map(([, name]) => `stacks/fargate/${name}`);
    expect(names).not.toEqual([]);
    expect(files).toEqual(expect.arrayContaining(names));
  });

  it("fails only on facts, prices and resources, and names each", { timeout: 120_000 }, async () => {
    const { output, passed, failed } = await testsOf("fargate", "target.test.ts");
    expect(failed, output).toEqual(["facts-dated", "prices-dated", "deploys"]);
    expect(passed.length).toBeGreaterThan(40);
    const facts = await readFile(join(clone.root, "stacks/fargate/facts.ts"), "utf8");
    const names = [...facts.matchAll(/^\s+(\w+): todo\(/gm)].map(([, name]) => name);
    expect(names).toHaveLength(17);
    for (const name of names) expect(output).toMatch(new RegExp(`facts\\.(\\w+\\.)?${name}: source is empty`));
    for (const id of ["requests", "instances"]) expect(output).toContain(`prices.${id}: source is empty`);
    expect(output).toContain(
      "deploy (defaults): stacks/fargate/deployment/deployment.ts declares no resource yet: declare in Deployment what serves the artifact, and give its address as url.",
    );
  });

  it("leaves nothing behind where the registry cannot be written", async () => {
    const registry = join(clone.root, "stacks/registry.ts");
    const text = await readFile(registry, "utf8");
    onTestFinished(() => writeFile(registry, text));
    await rm(registry);
    await expect(newTarget(clone.root, "half")).rejects.toThrow("ENOENT");
    expect(await readdir(join(clone.root, "stacks"))).not.toContain("half");
    expect(await readdir(join(clone.root, ".modelport"))).toEqual([]);
  });
});

describe("filled in", () => {
  beforeAll(async () => {
    await newTarget(clone.root, "throwaway");
    await cp(FILLED, join(clone.root, "stacks/throwaway"), { recursive: true });
  });

  it("passes every check, and each of its seeded mistakes is found by name", { timeout: 180_000 }, async () => {
    const { output, passed, failed } = await testsOf("throwaway", "target.test.ts", "--update");
    expect(failed, output).toEqual([]);
    const mistakes = await readFile(join(FILLED, "mistakes.ts"), "utf8");
    const titles = [...mistakes.matchAll(/^ {4}title: "(.*)",$/gm)].map(([, title]) => title);
    expect(titles).not.toEqual([]);
    expect(passed).toEqual(expect.arrayContaining(titles));
    expect(Object.keys(JSON.parse((await clone.snapshot())["stacks/throwaway/graph.snap.json"]))).toEqual([
      "defaults",
      "public",
    ]);
  });

  it.skipIf(reason !== undefined)(
    "is made, changed, replaced, refreshed and destroyed by the real engine",
    { timeout: 300_000 },
    async () => {
      const { output, passed, failed } = await testsOf("throwaway", "tests/engine.test.ts");
      expect(failed, output).toEqual([]);
      expect(passed).toHaveLength(7);
    },
  );
});

describe("both", () => {
  it("compile, and need no other form", { timeout: 180_000 }, async () => {
    const options = { composite: false, declaration: false, emitDeclarationOnly: false, noEmit: true };
    const project = { extends: "./tsconfig.base.json", compilerOptions: options, include: ["stacks"] };
    await writeFile(join(clone.root, "tsconfig.json"), JSON.stringify(project));
    const folders = ["stacks/fargate", "stacks/throwaway", "stacks/registry.ts"];
    const runs = [
      ["tsc", "-p", "tsconfig.json"],
      ["oxlint", ...folders],
      ["prettier", "--check", ...folders],
    ].map((words) => clone.run(".", ...words));
    for (const { code, output } of await Promise.all(runs)) expect(code, output).toBe(0);
  });
});
