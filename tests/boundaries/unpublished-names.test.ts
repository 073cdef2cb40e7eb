// The packages of this repository are not published. Before the install, `npx modelport` would run whatever anyone registers
// under that name, with access to the user's data and credentials.
import { execFile } from "node:child_process";
import { cp, glob, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);

const filesOf = (pattern: string) =>
  Array.fromAsync(glob(pattern, { cwd: ROOT, exclude: (path) => /(^|\/)(node_modules|dist|\.\w+)(\/|$)/.test(path) }));
const manifests = await filesOf("{.,stacks,model,{apps,packages,tests,tools}/*}/package.json");
const bins = (
  await Promise.all(
    manifests.map(async (file) => JSON.parse(await readFile(join(ROOT, file), "utf8")) as { bin?: object }),
  )
).flatMap(({ bin = {} }) => Object.keys(bin));

it("finds the bin names", () => {
  expect(bins).toEqual(expect.arrayContaining(["modelport", "modelport-offline", "pulumi"]));
});

// `npx pulumi` and `npx modelport-offline` are always described as the clone's own tools.
const FROM_A_REGISTRY = [
  /npx (-\S+ )*modelport(?!-)\b/,
  /npm (i|install|add|exec|x) (-\S+ )*(-- )?(modelport|@modelport\/)/,
  /npm (create|init) (-\S+ )*(modelport|@modelport)/,
  /(pnpm dlx|yarn dlx|bunx) (-\S+ )*@?modelport/,
];
/** From this heading on, the text is about a clone after its install. */
const ABOUT_THE_CLONE: Readonly<Record<string, string>> = {
  "AGENTS.md": "# The map",
  "README.md": "## Score a file",
  "apps/cli/README.md": "## In the clone",
  "docs/adr/0008-cli.md": "## Decision",
  // The program of the clone says it.
  "packages/target-kit/src/budget.ts":
    "// Whether the estimate of a stack is above its budget: said on every `up` and `preview`, without a network.",
  "packages/target-kit/src/budget.test.ts": 'import { expect, test } from "vitest";',
};

it("never tells the reader to download one of our packages from a registry", async () => {
  const texts = await filesOf("**/*.{md,ts,mjs,html,yaml}");
  expect(texts.length).toBeGreaterThan(400);
  expect(texts).toEqual(expect.arrayContaining(Object.keys(ABOUT_THE_CLONE)));
  const found: string[] = [];
  for (const file of texts.filter((each) => each !== "tests/boundaries/unpublished-names.test.ts")) {
    const text = await readFile(join(ROOT, file), "utf8");
    const heading = ABOUT_THE_CLONE[file];
    const elsewhere = heading === undefined ? text : text.slice(0, text.indexOf(`${heading}\n`));
    for (const [index, line] of elsewhere.split("\n").entries()) {
      if (FROM_A_REGISTRY.some((pattern) => pattern.test(line))) found.push(`${file}:${index + 1}`);
    }
  }
  expect(found).toEqual([]);
});

/** A registry in which every name is registered, and the tarballs that were requested. */
async function squattedRegistry(): Promise<{ url: string; tarballs: string[] }> {
  const tarballs: string[] = [];
  const server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? "/").slice(1));
    if (name.endsWith(".tgz")) {
      tarballs.push(name);
      response.writeHead(404).end();
      return;
    }
    const version = { name, version: "99.0.0", bin: { [name]: "bin.js" }, dist: { tarball: `${url}/${name}.tgz` } };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name, "dist-tags": { latest: "99.0.0" }, versions: { "99.0.0": version } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, tarballs };
}

/** The clone before `npm install`: its package.json files and its .npmrc. */
async function notInstalled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-npx-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const file of [...manifests, ".npmrc", "docs/adr/0001-repository-tools.md"]) {
    await cp(join(ROOT, file), join(folder, file));
  }
  return folder;
}

it.each([".", "docs"])(
  "npx downloads nothing from a registry before the install, in %s",
  async (where) => {
    const folder = await notInstalled();
    const { url, tarballs } = await squattedRegistry();
    await writeFile(join(folder, "user.npmrc"), "");
    const env = {
      // Without this clone's own programs, which npm puts first while it runs a test.
      PATH: (process.env["PATH"] ?? "")
        .split(delimiter)
        .filter((each) => !each.includes("node_modules"))
        .join(delimiter),
      HOME: folder,
      npm_config_registry: url,
      npm_config_cache: join(folder, "cache"),
      npm_config_userconfig: join(folder, "user.npmrc"),
    };
    for (const name of [...bins, "another-tool"]) {
      const cwd = join(folder, where);
      const ended: unknown = await run("npx", [name, "--version"], { cwd, env }).catch((error: Error) => error);
      expect(ended, name).toBeInstanceOf(Error);
    }
    expect(tarballs).toEqual([]);
  },
  120_000,
);
