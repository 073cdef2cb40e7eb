import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { nativeNotices, thirdPartyLicenses } from "./third-party-licenses.ts";

/** A source file of an installed package with these files. */
async function installed(manifest: object, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), "modelport-licenses-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const folder = path.join(root, "node_modules", "some-package");
  await mkdir(path.join(folder, "licenses"), { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return path.join(folder, "index.js");
}

const some = { name: "some-package", version: "1.2.3", license: "MIT" };

test.each([
  ["nothing", {}],
  ["a notice alone", { NOTICE: "made by somebody" }],
  ["an empty license", { LICENSE: " \n" }],
  ["a README", { "README.md": "MIT" }],
])("a package with %s is not packaged", async (_what, files) => {
  await expect(thirdPartyLicenses([await installed(some, files)])).rejects.toThrow(
    "some-package 1.2.3 (MIT) holds no license text, which its license demands of every copy: add the text of that release to packages/packaging/notices, or do without the package.",
  );
});

test("the license is taken with the notices beside it", async () => {
  const source = await installed(some, { "LICENSE.md": "the license\r\n", NOTICE: "the notice" });
  expect(await thirdPartyLicenses([source])).toBe("some-package 1.2.3, MIT\n\nthe license\n\nthe notice\n");
});

test.each(["onnxruntime-node", "onnxruntime-common"])("another version of %s needs its own notices", async (name) => {
  const source = await installed({ ...some, name, version: "1.30.1" });
  await expect(thirdPartyLicenses([source])).rejects.toThrow(
    `${name} 1.30.1 (MIT) holds no license text, which its license demands of every copy: add the text of that release to packages/packaging/notices, or do without the package.`,
  );
});

test("the notices of the installed onnxruntime are here, and no others", async () => {
  const { resolve } = createRequire(import.meta.url);
  const folder = path.dirname(resolve("onnxruntime-node/package.json"));
  const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as { version: string };
  const notices = path.join(import.meta.dirname, "../notices");
  expect((await readdir(notices)).toSorted()).toEqual(["README.md", `onnxruntime-${version}`]);
  const text = await thirdPartyLicenses([path.join(folder, "dist/index.js")]);
  expect(text).toMatch(
    new RegExp(`^onnxruntime-node ${version}, MIT\n\nMIT License\n\nCopyright \\(c\\) Microsoft Corporation\n`),
  );

  const files = await nativeNotices(folder);
  expect(files.map((file) => file.path)).toEqual(["native/LICENSE.txt", "native/ThirdPartyNotices.txt"]);
  const all = files.map(({ bytes }) => Buffer.from(bytes).toString("utf8")).join("");
  for (const linked of ["protobuf", "abseil", "Eigen", "re2", "Copyright (c) Microsoft Corporation"]) {
    expect(all.toLowerCase()).toContain(linked.toLowerCase());
  }
});
