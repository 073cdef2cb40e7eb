// Where an output may not go: links and other names of the input, files that are there already, names that others prepared.
import { existsSync } from "node:fs";
import { link, lstat, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import {
  CSV_HEADER,
  csvRows,
  modelportHere as modelport,
  startServer,
  temporaryFolder,
} from "../under-test.testing.ts";

vi.setConfig({ testTimeout: 60_000 });
let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

const TEXT = [CSV_HEADER, ...csvRows(3)].join("\n");

async function inputIn(folder: string): Promise<string> {
  const path = join(folder, "customers.csv");
  await writeFile(path, TEXT);
  return path;
}

const predict = (input: string, output: string, ...more: string[]) =>
  modelport(["predict", input, "--url", server.url, "-o", output, ...more]);

it("is not the input under another name: by a linked folder, a link, a hard link, or beside the output", async () => {
  const folder = await temporaryFolder();
  const input = await inputIn(folder);
  const other = join(await temporaryFolder(), "linked");
  await symlink(folder, other);
  const linked = join(folder, "link.csv");
  await symlink(input, linked);
  const hard = join(folder, "hard.csv");
  await link(input, hard);
  for (const suffix of [".part", ".part.json", ".part.json.new"]) await link(input, join(folder, `x.csv${suffix}`));
  await link(input, join(folder, "y.csv.part.json.new"));
  await link(input, join(folder, "z.csv.part.json"));
  const outputs = [
    join(other, "customers.csv"),
    linked,
    hard,
    ...["x", "y", "z"].map((name) => join(folder, `${name}.csv`)),
  ];
  for (const output of outputs) {
    const ended = await predict(input, output, "--force");
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: `modelport: --output is ${JSON.stringify(output)}, which is the input or would overwrite it: give another file.\n`,
    });
    expect(await readFile(input, "utf8")).toBe(TEXT);
  }
});

it("is not replaced without --force, before and after the rows are scored", async () => {
  const input = await inputIn(await temporaryFolder());
  const output = `${input}.out`;
  await writeFile(output, "of yesterday");
  const refused = `modelport: ${JSON.stringify(output)} exists already: add --force to replace it, or give another --output.\n`;
  const proxy = await faultProxy(server.url, () => ({ delayMs: 0 }));
  const before = await modelport(["predict", input, "--url", proxy.url, "-o", output]);
  expect(before).toEqual({ code: 2, stdout: "", stderr: refused });
  expect(proxy.all).toEqual([]);
  expect((await predict(input, output, "--force")).code).toBe(0);
  expect(await readFile(output, "utf8")).toContain("churn_probability");

  const late = `${input}.late`;
  const slow = await faultProxy(server.url, (batch) => {
    if (batch === 1) void writeFile(late, "of somebody else");
    return { delayMs: 300 };
  });
  const after = await modelport(["predict", input, "--url", slow.url, "-o", late]);
  expect(after.stderr).toContain(`3 rows are done in ${late}.part; run the same command to continue`);
  expect(after.stderr).toContain(`modelport: ${JSON.stringify(late)} exists already: add --force`);
  expect(await readFile(late, "utf8")).toBe("of somebody else");
  const forced = await modelport(["predict", input, "--url", slow.url, "-o", late, "--force"]);
  expect(forced.stderr).toContain("(3 rows by an earlier run)");
  expect(await readFile(late, "utf8")).toBe(await readFile(output, "utf8"));
});

it("follows no links: what exists under the names next to it is not written through", async () => {
  const folder = await temporaryFolder();
  const input = await inputIn(folder);
  const output = join(folder, "scored.csv");
  const victims = ["one", "two", "three"].map((name) => join(folder, name));
  for (const victim of victims) await writeFile(victim, "precious");
  await symlink(victims[0] ?? "", `${output}.part`);
  await symlink(victims[1] ?? "", `${output}.part.json`);
  await symlink(victims[2] ?? "", `${output}.part.json.new`);
  expect((await predict(input, output)).code).toBe(0);
  for (const victim of victims) expect(await readFile(victim, "utf8")).toBe("precious");
  expect((await lstat(output)).isFile()).toBe(true);
  for (const suffix of [".part", ".part.json", ".part.json.new"]) expect(existsSync(`${output}${suffix}`)).toBe(false);

  // A link at the output itself, to nothing.
  const dangling = join(folder, "dangling.csv");
  await symlink(join(folder, "nothing"), dangling);
  expect((await predict(input, dangling, "--force")).stderr).toBe(
    `modelport: ${JSON.stringify(dangling)} is not a regular file, so it cannot be the output: give a file, or - for standard output.\n`,
  );
});

it("goes on with a part of its own alone: not with a link, or a file of two names", async () => {
  const folder = await temporaryFolder();
  const input = await inputIn(folder);
  const output = join(folder, "scored.csv");
  const down = await faultProxy(server.url, (batch) => (batch === 2 ? { status: 500 } : undefined));
  const args = ["predict", input, "--url", down.url, "-o", output, "--chunk-rows", "1", "--concurrency", "1"];
  expect((await modelport(args)).code).toBe(1);
  expect((await stat(`${output}.part`)).mode & 0o777).toBe(0o600);
  expect((await stat(`${output}.part.json`)).mode & 0o777).toBe(0o600);
  await link(`${output}.part`, join(folder, "second"));
  const kept = await readFile(join(folder, "second"), "utf8");
  const ended = await modelport(args);
  expect(ended.stderr).toMatch(/^3 rows: 3 scored, 0 bad\.\n/);
  expect(ended.stderr).not.toContain("by an earlier run");
  expect(await readFile(join(folder, "second"), "utf8")).toBe(kept);
  // Done, it is as readable as any other new file.
  expect((await stat(output)).mode & 0o777).toBe(0o666 & ~process.umask());
});

it("is a file, and not a folder", async () => {
  const folder = await temporaryFolder();
  const input = await inputIn(folder);
  await mkdir(join(folder, "out"));
  expect((await predict(input, join(folder, "out"))).stderr).toBe(
    `modelport: ${JSON.stringify(join(folder, "out"))} is not a regular file, so it cannot be the output: give a file, or - for standard output.\n`,
  );
});
