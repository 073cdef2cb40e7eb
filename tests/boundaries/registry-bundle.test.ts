// The registry gives the advisor and its page facts, settings and costs without Pulumi: bundlers follow every import.
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

interface Bundle {
  readonly bytes: number;
  /** The npm packages of which something is in it, sorted. */
  readonly packages: readonly string[];
  /** The files of targets, relative to `stacks/`, sorted. */
  readonly stackFiles: readonly string[];
}

/** What a page would load if it imported `contents`, resolved in `stacks/`. */
async function bundleForPage(contents: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: join(ROOT, "stacks"), loader: "ts" },
    absWorkingDir: ROOT,
    bundle: true,
    platform: "browser",
    format: "esm",
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
    // A page has no Node modules, so they are an error unless Pulumi needs them.
    external: contents.includes("deploy.ts") ? ["node:*", "@pulumi/*", "@modelport/local-runtime"] : [],
  });
  const inputs = Object.entries(metafile.inputs);
  const imported = inputs.flatMap(([, { imports }]) => imports.map(({ path, original }) => original ?? path));
  const names = [...inputs.map(([file]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]), ...imported]
    .map((name) => /^(@[^/]+\/[^/]+|zod)/.exec(name ?? "")?.[1])
    .filter((name) => name !== undefined);
  const stackFiles = inputs.flatMap(([file]) => (file.startsWith("stacks/") ? [file.slice("stacks/".length)] : []));
  return {
    bytes: outputFiles.reduce((sum, file) => sum + file.contents.length, 0),
    packages: [...new Set(names)].toSorted(),
    stackFiles: stackFiles.toSorted(),
  };
}

it("the registry brings contracts, target-kit, rules of clouds and zod to a page, and nothing else", async () => {
  const { packages, stackFiles, bytes } = await bundleForPage(`export * from "./registry.ts";`);
  expect(packages).toEqual([
    "@modelport/aws",
    "@modelport/contracts",
    "@modelport/google",
    "@modelport/kubernetes-workload",
    "@modelport/target-kit",
    "zod",
  ]);
  expect(stackFiles).toContain("lambda/facts.ts");
  expect(stackFiles.filter((file) => /\/(deploy|deployment)\.ts$/.test(file))).toEqual([]);
  expect(bytes).toBeLessThan(1_000_000);
});

it("the advisor brings contracts, target-kit and zod to a page, and no target", async () => {
  const { packages, stackFiles } = await bundleForPage(`export * from "@modelport/advising";`);
  expect(packages).toEqual(["@modelport/advising", "@modelport/contracts", "@modelport/target-kit", "zod"]);
  expect(stackFiles).toEqual([]);
});

it("the alternatives bring the clouds' prices to a page, and no target", async () => {
  const { packages, stackFiles } = await bundleForPage(`export * from "@modelport/alternatives";`);
  expect(packages).toEqual([
    "@modelport/alternatives",
    "@modelport/aws",
    "@modelport/contracts",
    "@modelport/google",
    "@modelport/target-kit",
    "zod",
  ]);
  expect(stackFiles).toEqual([]);
});

it("a deploy.ts would bring Pulumi, so that the test above can fail", async () => {
  const { packages } = await bundleForPage(`export * from "./registry.ts"; export * from "./local/deploy.ts";`);
  expect(packages).toContain("@pulumi/pulumi");
});
