import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { sha256Hex, type FileEntry } from "./file-set.ts";
import { zipFiles } from "./zip.ts";

const text = (value: string) => new TextEncoder().encode(value);
const files: FileEntry[] = [
  { path: "native/library.so", mode: 0o755, bytes: text("library") },
  { path: "index.mjs", mode: 0o644, bytes: text("export {};\n".repeat(500)) },
  { path: "model/tarjeta-crédito.json", mode: 0o644, bytes: text("{}") },
];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-zip-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("the same files in any order, at any time, in any zone, give these bytes", async () => {
  // The digest is written down: it must not move with the machine, Node's version or the zone.
  const expected = "5ccd2604be51f1673e58168efe2132a63c8b42880e1dda76344b70a4c735bce0";
  expect(sha256Hex(await zipFiles(files))).toBe(expected);
  expect(sha256Hex(await zipFiles(files.toReversed()))).toBe(expected);
  const zone = process.env["TZ"];
  onTestFinished(() => void (zone === undefined ? delete process.env["TZ"] : (process.env["TZ"] = zone)));
  for (process.env["TZ"] of ["Asia/Kathmandu", "America/Los_Angeles"]) {
    expect(sha256Hex(await zipFiles(files))).toBe(expected);
  }
});

const withoutPython = spawnSync("python3", ["--version"]).status !== 0;
if (withoutPython) console.warn("SKIPPED, a zip as another program reads it: python3 is not on PATH.");

test.skipIf(withoutPython)("another program reads names, bytes and Unix modes", async () => {
  const file = path.join(await temporaryFolder(), "a.zip");
  await writeFile(file, await zipFiles(files));
  const read = execFileSync("python3", [
    "-c",
    "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nfor i in z.infolist(): print(i.filename, oct(i.external_attr>>16), i.date_time[0], i.file_size)",
    file,
  ]);
  expect(read.toString().trim().split("\n")).toEqual([
    "index.mjs 0o100644 1980 5500",
    "model/tarjeta-crédito.json 0o100644 1980 2",
    "native/library.so 0o100755 1980 7",
  ]);
});

test("a large file comes from the cache the second time, and a damaged cache is a miss", async () => {
  const cacheFolder = await temporaryFolder();
  const large: FileEntry = {
    path: "library",
    mode: 0o755,
    bytes: Buffer.concat([randomBytes(1000), Buffer.alloc(2 ** 22)]),
  };
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const first = await zipFiles([large], { cacheFolder, log });
  expect(lines).toEqual(["compressing library (4 MiB, about 1 seconds; kept for the next time)"]);
  expect(await zipFiles([large], { cacheFolder, log })).toEqual(first);
  expect(lines).toHaveLength(1);
  const [cached] = await readdir(cacheFolder);
  await writeFile(path.join(cacheFolder, cached ?? ""), "damaged");
  expect(await zipFiles([large], { cacheFolder, log })).toEqual(first);
  expect(lines).toHaveLength(2);
  expect(sha256Hex(unzipSync(first)["library"] ?? text(""))).toBe(sha256Hex(large.bytes));
});
