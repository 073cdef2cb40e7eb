import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readArtifacts } from "./artifacts.ts";
import { digestOfFolder } from "./file-set.ts";
import { replaceFolder } from "./replace-folder.ts";

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-artifacts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("a report that is missing or damaged names the command that writes it", async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, "artifacts.json");
  expect(() => readArtifacts(folder)).toThrow(
    `There is no ${file}: build the artifacts with \`npx nx run inference-api:package\`.`,
  );
  await writeFile(file, "{");
  expect(() => readArtifacts(folder)).toThrow(
    `${file} is not JSON: build the artifacts with \`npx nx run inference-api:package\`.`,
  );
});

test("a folder is replaced as a whole, or not at all", async () => {
  const parent = await temporaryFolder();
  const target = path.join(parent, "dist");
  await replaceFolder(target, (folder) => writeFile(path.join(folder, "one"), "1"));
  await replaceFolder(target, (folder) => writeFile(path.join(folder, "two"), "2"));
  expect(await readdir(target)).toEqual(["two"]);
  await expect(
    replaceFolder(target, async (folder) => {
      await writeFile(path.join(folder, "three"), "3");
      throw new Error("disk full");
    }),
  ).rejects.toThrow("disk full");
  expect(await readdir(parent)).toEqual(["dist"]);
  expect(await readFile(path.join(target, "two"), "utf8")).toBe("2");
});

test("a folder's digest follows names, bytes and the executable bit, and not the rest of the mode", async () => {
  const [a, b] = [await temporaryFolder(), await temporaryFolder()];
  await mkdir(path.join(a, "x"));
  await mkdir(path.join(b, "x"));
  await writeFile(path.join(a, "x/y"), "content", { mode: 0o644 });
  await writeFile(path.join(b, "x/y"), "content", { mode: 0o600 });
  expect(await digestOfFolder(a)).toBe(await digestOfFolder(b));
  await writeFile(path.join(b, "x/z"), "content", { mode: 0o755 });
  const withExecutable = await digestOfFolder(b);
  await rm(path.join(b, "x/z"));
  await writeFile(path.join(b, "x/z"), "content", { mode: 0o644 });
  expect(await digestOfFolder(b)).not.toBe(withExecutable);
});
