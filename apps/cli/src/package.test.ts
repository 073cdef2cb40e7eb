// What is published: packed, installed where nothing else is, and used against a server.
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stopService } from "@modelport/local-runtime";
import { expect, it } from "vitest";
import { CSV_HEADER, csvRows, directAnswers, startServer, temporaryFolder } from "./under-test.testing.ts";

const FOLDER = join(import.meta.dirname, "..");
const run = promisify(execFile);

it("is a small tarball that installs offline into an empty folder and scores a file there", async () => {
  const folder = await temporaryFolder();
  const npm = (args: readonly string[], cwd = folder) => run("npm", [...args, "--silent"], { cwd });
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: FOLDER });
  const [packed] = JSON.parse(stdout) as { filename: string; size: number; files: { path: string }[] }[];
  expect(packed?.files.map(({ path }) => path).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "bin/modelport.mjs",
    "dist/THIRD-PARTY-LICENSES.txt",
    "dist/modelport.mjs",
    "package.json",
  ]);
  expect(packed?.size).toBeLessThan(300_000);

  await writeFile(join(folder, "package.json"), "{}");
  await npm(["install", "--offline", "--no-audit", "--no-fund", `./${packed?.filename}`]);
  expect((await readdir(join(folder, "node_modules"))).filter((name) => !name.startsWith("."))).toEqual(["modelport"]);
  const npx = (...args: string[]) => run("npx", ["--offline", "modelport", ...args], { cwd: folder });
  expect((await npx("--help")).stdout).toContain("Usage: modelport <command> [flags]");
  const { version } = JSON.parse(await readFile(join(FOLDER, "package.json"), "utf8")) as { version: string };
  expect((await npx("--version")).stdout).toBe(`${version}\n`);

  const server = await startServer();
  try {
    const rows = csvRows(30);
    await writeFile(join(folder, "customers.csv"), [CSV_HEADER, ...rows].join("\n"));
    const ended = await npx("predict", "customers.csv", "--url", server.url, "-o", "scored.csv");
    expect(ended.stderr).toContain("30 rows: 30 scored, 0 bad.");
    const answers = await directAnswers(server.url, rows);
    expect(await readFile(join(folder, "scored.csv"), "utf8")).toBe(
      [CSV_HEADER, ...rows].map((row, index) => `${row},${answers[index]}\n`).join(""),
    );
  } finally {
    await stopService(server);
  }
}, 120_000);

it("installs as its README says", async () => {
  const readme = await readFile(join(FOLDER, "README.md"), "utf8");
  const { version } = JSON.parse(await readFile(join(FOLDER, "package.json"), "utf8")) as { version: string };
  const install = /^npm install -g (\.\/\S+)$/m.exec(readme)?.[1];
  expect(readme).toContain("\nnpm pack -w modelport ");
  expect(install).toBe(`./modelport-${version}.tgz`);
  const folder = await temporaryFolder();
  await run("npm", ["pack", "-w", "modelport", "--pack-destination", folder], { cwd: join(FOLDER, "../..") });
  const flags = ["--prefix", join(folder, "prefix"), "--offline", "--no-audit", "--no-fund", "--silent"];
  await run("npm", ["install", "-g", String(install), ...flags], { cwd: folder });
  const ended = await run(join(folder, "prefix/bin/modelport"), ["--help"], { cwd: folder });
  expect(ended.stdout).toContain("Usage: modelport <command> [flags]");
}, 120_000);

it("is built for Node 22: the bundle imports nothing but Node's own modules", async () => {
  const bundle = await readFile(join(FOLDER, "dist/modelport.mjs"), "utf8");
  expect(bundle.startsWith("#!/usr/bin/env node\n")).toBe(true);
  const imported = [...bundle.matchAll(/^import .*?"(?<from>[^"]+)";$/gm)].map(({ groups }) => groups?.["from"]);
  expect(imported.length).toBeGreaterThan(5);
  expect(imported.filter((from) => from?.startsWith("node:") !== true)).toEqual([]);
});

it("carries the license of what is bundled", async () => {
  const licenses = await readFile(join(FOLDER, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
  expect(licenses.match(/^\S+ [\d.]+, .*$/gm)).toEqual(["aws4fetch 1.0.20, MIT", "yaml 2.9.1, ISC", "zod 4.6.7, MIT"]);
  expect(licenses).toContain("The above copyright notice and this permission notice");
});

it("carries the license of the repository", async () => {
  expect(await readFile(join(FOLDER, "LICENSE"), "utf8")).toBe(await readFile(join(FOLDER, "../../LICENSE"), "utf8"));
});
