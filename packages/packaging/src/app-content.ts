// The content of artifacts, before any of them is built.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Manifest } from "@modelport/contracts";
import { bundle, type Bundle } from "./bundle.ts";
import { PackagingError } from "./errors.ts";
import { readFileSet, type FileEntry } from "./file-set.ts";
import { FUNCTIONS_MAIN, functionsSourceFiles } from "./functions-source.ts";
import { onnxruntimeFolder, readNativeFiles } from "./native-files.ts";
import type { Platform } from "./platform.ts";
import { prepareModel } from "./prepare-model.ts";
import { mergeLicenses, nativeNotices } from "./third-party-licenses.ts";

/** Where the parts of an app are. */
export interface AppSources {
  /** The trainer's output: manifest.json, the ONNX file, README.md. */
  readonly modelDir: string;
  readonly serverEntry: string;
  readonly lambdaEntry: string;
  /** Static files that every artifact contains as `pages/`, byte for byte; default: none. */
  readonly pagesDir?: string;
  /** For the image only; default: no image is built. */
  readonly image?: ImageSources;
  /** Default: no source of a Google Cloud function is built. */
  readonly functions?: FunctionsSources;
}

export interface FunctionsSources {
  readonly entry: string;
  /** A file of the installed functions framework. */
  readonly framework: string;
}

export interface ImageSources {
  /** Modules that are copied unchanged: `main.mjs`, which starts server.mjs or index.mjs, and `health.mjs`. */
  readonly entriesDir: string;
  /** The client of Lambda's Runtime API, copied as `bootstrap.mjs`. */
  readonly lambdaBootstrap: string;
}

/** The license of this repository, whose code is in every artifact. */
const OWN_LICENSE = path.join(import.meta.dirname, "../../../LICENSE");

export const IMAGE_PLATFORM: Platform = "linux-x64";
/** Cloud Run has no other. */
export const FUNCTIONS_PLATFORM: Platform = "linux-x64";

export interface AppContent {
  readonly manifest: Manifest;
  /** The folder of the installed onnxruntime-node. */
  readonly runtimeFolder: string;
  serverFiles(platform: Platform): Promise<FileEntry[]>;
  lambdaFiles(platform: Platform): Promise<FileEntry[]>;
  functionsFiles(functions: FunctionsSources): Promise<FileEntry[]>;
  /** The server and the Lambda function, which share the native part, the model and the pages. */
  imageFiles(image: ImageSources): Promise<FileEntry[]>;
}

/** Prepares the model and bundles both entries. */
export async function readApp(sources: AppSources, log: (line: string) => void): Promise<AppContent> {
  const { manifest, files: modelFiles } = await preparedModel(sources.modelDir);
  const pages = sources.pagesDir === undefined ? [] : await pageFiles(sources.pagesDir);
  log("bundling the server and the Lambda handler");
  const [server, lambda] = await Promise.all([bundle(sources.serverEntry), bundle(sources.lambdaEntry)]);
  const runtimeFolder = onnxruntimeFolder(sources.serverEntry);
  const filesFor = async (platform: Platform, code: readonly FileEntry[]): Promise<FileEntry[]> => [
    ...code,
    ...(await readNativeFiles(runtimeFolder, platform)),
    ...(await nativeNotices(runtimeFolder)),
    plainFile("LICENSE.txt", await readFile(OWN_LICENSE)),
    ...modelFiles,
    ...pages,
  ];
  return {
    manifest,
    runtimeFolder,
    serverFiles: (platform) => filesFor(platform, bundleFiles({ "server.mjs": server })),
    lambdaFiles: (platform) => filesFor(platform, bundleFiles({ "index.mjs": lambda })),
    functionsFiles: async ({ entry, framework }) =>
      filesFor(FUNCTIONS_PLATFORM, [
        ...bundleFiles({ [FUNCTIONS_MAIN]: await bundle(entry) }),
        ...(await functionsSourceFiles(framework)),
      ]),
    imageFiles: async (image) =>
      filesFor(IMAGE_PLATFORM, [
        ...bundleFiles({ "server.mjs": server, "index.mjs": lambda }),
        ...(await entryFiles(image.entriesDir)),
        { path: "bootstrap.mjs", mode: 0o644, bytes: await readFile(image.lambdaBootstrap) },
      ]),
  };
}

async function preparedModel(modelDir: string): Promise<{ manifest: Manifest; files: FileEntry[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-model-"));
  try {
    const manifest = await prepareModel(modelDir, folder);
    const files = await readFileSet(folder);
    return { manifest, files: files.map((file) => plainFile(`model/${file.path}`, file.bytes)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Top-level .html, .css, .mjs and .svg files; not a tsconfig.json beside them. */
async function pageFiles(pagesDir: string): Promise<FileEntry[]> {
  const files = (await readFileSet(pagesDir)).filter((file) => /^[^/]+\.(html|css|mjs|svg)$/.test(file.path));
  if (files.length === 0) throw new PackagingError(`${pagesDir} holds no pages: name a folder with .html files in it.`);
  return files.map((file) => plainFile(`pages/${file.path}`, file.bytes));
}

async function entryFiles(entriesDir: string): Promise<FileEntry[]> {
  const files = (await readFileSet(entriesDir)).filter((file) => /^[^/]+\.mjs$/.test(file.path));
  for (const needed of ["main.mjs", "health.mjs"]) {
    if (files.some((file) => file.path === needed)) continue;
    throw new PackagingError(
      `${entriesDir} has no ${needed}: the image starts main.mjs, and its health check runs health.mjs.`,
    );
  }
  return files.map((file) => plainFile(file.path, file.bytes));
}

function bundleFiles(bundles: Readonly<Record<string, Bundle>>): FileEntry[] {
  const licenses = mergeLicenses(...Object.values(bundles).map((code) => code.licenses));
  return [
    ...Object.entries(bundles).map(([name, { code }]) => plainFile(name, code)),
    plainFile("THIRD-PARTY-LICENSES.txt", new TextEncoder().encode(licenses)),
  ];
}

/** With a fixed mode, whatever the umask is. */
function plainFile(name: string, bytes: Uint8Array): FileEntry {
  return { path: name, mode: 0o644, bytes };
}
