import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { unzipSync } from "fflate";
import { expect, onTestFinished, test } from "vitest";
import { writeFakeBase } from "../fixtures/base-image.ts";
import { readArtifacts } from "./artifacts.ts";
import { platformOfLibrary } from "./executable-format.ts";
import { digestOfFolder, sha256Hex } from "./file-set.ts";
import { writeImageFiles } from "./image-files.ts";
import { openImageArchive } from "./oci/image-archive.ts";
import { packageAll, type PackageOptions } from "./package-all.ts";
import { hostPlatform } from "./platform.ts";

const model = path.join(import.meta.dirname, "../../../model");
const nodeModules = path.join(
  path.dirname(createRequire(import.meta.url).resolve("onnxruntime-node/package.json")),
  "..",
);
const host = hostPlatform();

/** The fixtures as a project of its own, `depth` folders deep, so that no two are at paths of the same length. */
async function project(depth: number): Promise<PackageOptions> {
  const root = await mkdtemp(path.join(tmpdir(), "modelport-package-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const folder = path.join(root, ...Array.from({ length: depth }, (_, index) => `level-${index}`));
  await mkdir(folder, { recursive: true });
  await cp(path.join(import.meta.dirname, "../fixtures"), path.join(folder, "src"), { recursive: true });
  for (const name of ["manifest.json", "model.onnx", "README.md"]) {
    await cp(path.join(model, name), path.join(folder, "model", name));
  }
  await symlink(nodeModules, path.join(folder, "node_modules"));
  return {
    outDir: path.join(folder, "dist"),
    modelDir: path.join(folder, "model"),
    serverEntry: path.join(folder, "src/server.ts"),
    lambdaEntry: path.join(folder, "src/lambda.ts"),
    pagesDir: path.join(folder, "src/pages"),
    log: () => undefined,
  };
}

const withFunction = (options: PackageOptions): PackageOptions => {
  const framework = path.join(nodeModules, "@google-cloud/functions-framework/build/src/index.js");
  return { ...options, functions: { entry: options.serverEntry, framework } };
};

test("two builds in different folders give the same report, and its digests are those of what lies there", async () => {
  const [a, b] = [withFunction(await project(1)), withFunction(await project(3))];
  const [first, second] = [await packageAll(a), await packageAll(b)];
  expect(second).toEqual(first);
  expect(readArtifacts(a.outDir)).toEqual(first);
  for (const { kind, path: name, digest } of first.artifacts) {
    const file = path.join(a.outDir, name);
    expect(kind === "server-bundle" ? await digestOfFolder(file) : `sha256:${sha256Hex(await readFile(file))}`).toBe(
      digest,
    );
  }
  expect(await readdir(path.dirname(a.outDir))).not.toContainEqual(expect.stringMatching(/^\.dist/));
});

test("each artifact holds the code, the model and the native part of its own platform", async () => {
  const options = await project(1);
  const { artifacts } = await packageAll(options);
  expect(artifacts.map(({ kind, platform }) => `${kind} ${platform}`).toSorted()).toEqual(
    [
      `lambda-zip linux-arm64`,
      `lambda-zip linux-x64`,
      ...(host === "darwin-arm64" ? [`lambda-zip ${host}`] : []),
      `server-bundle ${host}`,
    ].toSorted(),
  );
  for (const cpu of ["x64", "arm64"] as const) {
    const files = unzipSync(await readFile(path.join(options.outDir, `lambda-linux-${cpu}.zip`)));
    expect(Object.keys(files)).toEqual([
      "LICENSE.txt",
      "THIRD-PARTY-LICENSES.txt",
      "index.mjs",
      "model/README.md",
      "model/SHA256SUMS",
      "model/encoder.mjs",
      "model/manifest.json",
      "model/model.onnx",
      "model/openapi.json",
      "native/LICENSE.txt",
      "native/ThirdPartyNotices.txt",
      "native/libonnxruntime.so.1",
      "native/onnxruntime_binding.node",
      "pages/index.html",
    ]);
    const text = (name: string) => Buffer.from(files[name] ?? []).toString("utf8");
    expect(text("LICENSE.txt")).toBe(await readFile(path.join(import.meta.dirname, "../../../LICENSE"), "utf8"));
    expect(text("THIRD-PARTY-LICENSES.txt")).toMatch(/^onnxruntime-node [\d.]+, MIT\n\nMIT License$/m);
    expect(platformOfLibrary(files["native/onnxruntime_binding.node"] ?? new Uint8Array())).toBe(`linux-${cpu}`);
    const shipped = Buffer.from(files["model/manifest.json"] ?? []).toString("utf8");
    expect(JSON.parse(shipped)).toEqual(JSON.parse(await readFile(path.join(model, "manifest.json"), "utf8")));
  }
});

test("the source of a Google Cloud function brings all that its build would download", async () => {
  const options = await project(1);
  await packageAll({ ...withFunction(options), platforms: { serverBundle: [], lambdaZip: [] } });
  const files = unzipSync(await readFile(path.join(options.outDir, "functions-linux-x64.zip")));
  const json = (name: string) => JSON.parse(Buffer.from(files[name] ?? []).toString("utf8")) as Record<string, unknown>;
  const framework = "@google-cloud/functions-framework";
  const { version, bin } = json(`node_modules/${framework}/package.json`);
  const dependencies = { [framework]: version };
  expect(json("package.json")).toMatchObject({ main: "index.mjs", engines: { node: "24" }, dependencies });
  expect(json("package.json")).not.toHaveProperty("scripts");
  expect(json("package-lock.json")["packages"]).toMatchObject({
    "": { dependencies },
    [`node_modules/${framework}`]: { version, bin },
  });
  expect(Object.keys(files).filter((name) => !name.startsWith("node_modules/"))).toEqual(
    expect.arrayContaining(["index.mjs", "model/model.onnx", "native/libonnxruntime.so.1", "THIRD-PARTY-LICENSES.txt"]),
  );
  const vendored = Object.keys(files).filter((name) => name.startsWith("node_modules/"));
  expect(vendored.filter((name) => !name.startsWith(`node_modules/${framework}/`))).toEqual([
    "node_modules/.bin/functions-framework",
  ]);
  const licenses = Buffer.from(files[`node_modules/${framework}/THIRD-PARTY-LICENSES.txt`] ?? []).toString("utf8");
  expect(licenses).toMatch(/^@google-cloud\/functions-framework [\d.]+, Apache-2\.0$/m);
  expect(licenses).toMatch(/^express [\d.]+, MIT$/m);
});

test("the server bundle runs where there is no node_modules", async () => {
  const options = await project(1);
  await packageAll({ ...options, platforms: { serverBundle: [host], lambdaZip: [] } });
  const alone = await mkdtemp(path.join(tmpdir(), "modelport-alone-"));
  onTestFinished(() => rm(alone, { recursive: true }));
  await cp(path.join(options.outDir, `server-${host}`), alone, { recursive: true });
  expect(execFileSync(process.execPath, [path.join(alone, "server.mjs")], { cwd: alone, encoding: "utf8" })).toBe(
    "x\n",
  );
});

test("an ONNX file that is not the manifest's is refused, and what was packaged before stays", async () => {
  const options = await project(1);
  const platforms = { serverBundle: [host], lambdaZip: [] };
  const before = await packageAll({ ...options, platforms });
  await writeFile(path.join(options.modelDir, "model.onnx"), "another model");
  await expect(packageAll({ ...options, platforms })).rejects.toThrow(
    `${path.join(options.modelDir, "model.onnx")} has sha256 ${sha256Hex("another model")}, but its manifest names ${before.model.onnxSha256}: restore the file that belongs to the manifest, or retrain so that both are written together.`,
  );
  const manifest = await readFile(path.join(options.modelDir, "manifest.json"), "utf8");
  await cp(path.join(model, "model.onnx"), path.join(options.modelDir, "model.onnx"));
  await writeFile(path.join(options.modelDir, "manifest.json"), manifest.replace('"probability"', '"p"'));
  await expect(packageAll({ ...options, platforms })).rejects.toThrow(
    `The model in ${options.modelDir} cannot be served. The ONNX file has no output "p", which the manifest names; it has [probability, logit, contributions, feature_contributions].`,
  );
  await rm(path.join(options.modelDir, "model.onnx"));
  await expect(packageAll({ ...options, platforms })).rejects.toThrow(
    `${path.join(options.modelDir, "model.onnx")} cannot be read (ENOENT): a model folder holds manifest.json, the ONNX file and README.md, as the trainer in model/ writes them.`,
  );
  expect(readArtifacts(options.outDir)).toEqual(before);
});

test("a folder without pages is refused", async () => {
  const options = await project(1);
  await rm(path.join(options.pagesDir ?? "", "index.html"));
  await expect(packageAll({ ...options, platforms: { serverBundle: [], lambdaZip: [] } })).rejects.toThrow(
    `${options.pagesDir} holds no pages: name a folder with .html files in it.`,
  );
});

test("a model that outgrows the budget fails the build, and the sizes were printed", async () => {
  const options = await project(1);
  await writeFile(path.join(options.modelDir, "README.md"), Buffer.alloc(37 * 2 ** 20, "x"));
  const lines: string[] = [];
  const built = packageAll({
    ...options,
    platforms: { serverBundle: [], lambdaZip: ["linux-arm64"] },
    log: (line) => void lines.push(line),
  });
  await expect(built).rejects.toThrow(
    /^lambda-linux-arm64\.zip is \d+\.\d MiB unzipped, over its budget of 60\.0 MiB: /,
  );
  expect(lines.at(-1)).toMatch(
    /^Sizes in MiB\nartifact +zipped +unzipped +native +bundle +model\nlambda-linux-arm64\.zip( +\d+\.\d\d){5}$/,
  );
});

const none = { serverBundle: [], lambdaZip: [] };

async function withImage(depth: number) {
  const options = await project(depth);
  const folder = path.join(options.serverEntry, "..");
  await mkdir(path.join(folder, "container"));
  for (const name of ["main.mjs", "health.mjs"]) await writeFile(path.join(folder, "container", name), "// an entry");
  const image = {
    entriesDir: path.join(folder, "container"),
    lambdaBootstrap: path.join(folder, "lambda.ts"),
    baseImage: await writeFakeBase(path.join(folder, "base.tar")),
    cacheFolder: path.join(folder, "cache"),
  };
  return { ...options, platforms: none, image };
}

test("the image is an artifact with the digest of its manifest, the same from two folders", async () => {
  const [a, b] = [await withImage(1), await withImage(2)];
  const [report, other] = [await packageAll(a), await packageAll(b)];
  expect(other).toEqual(report);
  const [artifact] = report.artifacts;
  const { digest, manifest } = await openImageArchive(path.join(a.outDir, "image-linux-x64.tar"));
  expect(artifact).toMatchObject({ kind: "oci-image", platform: "linux-x64", path: "image-linux-x64.tar", digest });
  expect(artifact?.image?.configDigest).toBe(manifest.config.digest);
  expect(artifact?.image?.layers).toEqual(
    manifest.layers.map((layer, index) => ({
      name: ["base", "native", "code", "model"][index],
      digest: layer.digest,
      bytes: layer.size,
    })),
  );
});

test("what a Dockerfile copies is what the image holds, a folder for each layer", async () => {
  const options = await withImage(1);
  const folder = path.join(options.outDir, "../image");
  await writeImageFiles(options, folder);
  expect((await readdir(path.join(folder, "code"))).toSorted()).toEqual([
    "LICENSE.txt",
    "THIRD-PARTY-LICENSES.txt",
    "bootstrap.mjs",
    "health.mjs",
    "index.mjs",
    "main.mjs",
    "pages",
    "server.mjs",
  ]);
  expect(await readdir(path.join(folder, "model"))).toEqual(["model"]);
  expect((await readdir(path.join(folder, "native/native"))).toSorted()).toEqual([
    "LICENSE.txt",
    "ThirdPartyNotices.txt",
    "libonnxruntime.so.1",
    "onnxruntime_binding.node",
  ]);
});

test("an image without its entry, and layers over the budget, fail the build", async () => {
  const options = await withImage(1);
  await writeFile(path.join(options.modelDir, "README.md"), randomBytes(18 * 2 ** 20));
  await expect(packageAll(options)).rejects.toThrow(
    /^The layers of the image localhost\/modelport\/bankchurn:1\.0\.0 are \d+\.\d MiB compressed \(native 17\.\d, code 0\.\d, model 18\.\d\), over their budget of 35\.0 MiB: see which one grew \(a new dependency, a larger model\), or raise the budget in packages\/packaging\/src\/budget\.ts\.$/,
  );
  await rm(path.join(options.image.entriesDir, "main.mjs"));
  await expect(packageAll(options)).rejects.toThrow(
    `${options.image.entriesDir} has no main.mjs: the image starts main.mjs, and its health check runs health.mjs.`,
  );
});
