import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { REPORT_FILE, type Artifact, type ArtifactReport } from "./artifacts.ts";
import { assertWithinBudget } from "./budget.ts";
import { bundle, type Bundle } from "./bundle.ts";
import { PackagingError } from "./errors.ts";
import { digestOfFiles, readFileSet, sha256Hex, totalBytes, writeFileSet, type FileEntry } from "./file-set.ts";
import { onnxruntimeFolder, readNativeFiles } from "./native-files.ts";
import { hostPlatform, platformsFor, type Platform, type PlatformSelection } from "./platform.ts";
import { prepareModel } from "./prepare-model.ts";
import { replaceFolder } from "./replace-folder.ts";
import { sizeTable, type SizeRow } from "./size-table.ts";
import { zipFiles } from "./zip.ts";

export interface PackageOptions {
  /** Replaced as a whole, when everything has been built. */
  readonly outDir: string;
  /** What the trainer writes: manifest.json, the ONNX file, README.md. */
  readonly modelDir: string;
  readonly serverEntry: string;
  readonly lambdaEntry: string;
  /** Static files that every artefact carries as `pages/`, byte for byte; default: none. */
  readonly pagesDir?: string;
  /** Default: what AWS needs, and what this host needs to run both kinds itself. */
  readonly platforms?: PlatformSelection;
  /** Takes progress lines and the table of sizes; default: standard error. */
  readonly log?: (line: string) => void;
}

/** Something built that is not yet on disk. */
interface Built extends SizeRow {
  readonly kind: Artifact["kind"];
  readonly platform: Platform;
  readonly zip: Uint8Array | undefined;
}

/** Builds every artefact into `outDir` and writes artifacts.json; nothing changes there when anything fails. */
export async function packageAll(options: PackageOptions): Promise<ArtifactReport> {
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const platforms = options.platforms ?? platformsFor(hostPlatform());
  const { model, files: modelFiles } = await preparedModel(options.modelDir);
  const pages = options.pagesDir === undefined ? [] : await pageFiles(options.pagesDir);
  log("bundling the server and the Lambda handler");
  const [server, lambda] = await Promise.all([bundle(options.serverEntry), bundle(options.lambdaEntry)]);
  const runtimeFolder = onnxruntimeFolder(options.serverEntry);
  const filesFor = async (platform: Platform, name: string, code: Bundle): Promise<FileEntry[]> => [
    ...bundleFiles(name, code),
    ...(await readNativeFiles(runtimeFolder, platform)),
    ...modelFiles,
    ...pages,
  ];
  const deflateOptions = { cacheFolder: path.join(path.dirname(runtimeFolder), ".cache", "modelport"), log };
  const servers = platforms.serverBundle.map(async (platform): Promise<Built> => {
    const files = await filesFor(platform, "server.mjs", server);
    return {
      kind: "server-bundle",
      platform,
      artifact: `server-${platform}`,
      files,
      zip: undefined,
      zippedBytes: undefined,
    };
  });
  const lambdas = platforms.lambdaZip.map(async (platform): Promise<Built> => {
    const files = await filesFor(platform, "index.mjs", lambda);
    const zip = await zipFiles(files, deflateOptions);
    return {
      kind: "lambda-zip",
      platform,
      artifact: `lambda-${platform}.zip`,
      files,
      zip,
      zippedBytes: zip.byteLength,
    };
  });
  const built = await Promise.all([...servers, ...lambdas]);
  log(sizeTable(built));
  for (const { zip, artifact, files } of built) {
    if (zip) assertWithinBudget({ name: artifact, zippedBytes: zip.byteLength, unzippedBytes: totalBytes(files) });
  }
  const report: ArtifactReport = { model, artifacts: built.map(describe) };
  await replaceFolder(path.resolve(options.outDir), (folder) => write(folder, built, report));
  return report;
}

async function preparedModel(modelDir: string): Promise<{ model: ArtifactReport["model"]; files: FileEntry[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-model-"));
  try {
    const manifest = await prepareModel(modelDir, folder);
    const files = await readFileSet(folder);
    return {
      model: { name: manifest.name, version: manifest.version, onnxSha256: manifest.onnx.sha256 },
      // Fixed modes, whatever the umask here is.
      files: files.map((file) => ({ ...file, path: `model/${file.path}`, mode: 0o644 })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Top-level .html, .css, .mjs and .svg files; a tsconfig.json beside them stays. */
async function pageFiles(pagesDir: string): Promise<FileEntry[]> {
  const files = (await readFileSet(pagesDir)).filter((file) => /^[^/]+\.(html|css|mjs|svg)$/.test(file.path));
  if (files.length === 0) throw new PackagingError(`${pagesDir} holds no pages: name a folder with .html files in it.`);
  // Fixed modes, whatever the umask here is.
  return files.map((file) => ({ ...file, path: `pages/${file.path}`, mode: 0o644 }));
}

function bundleFiles(name: string, { code, licences }: Bundle): FileEntry[] {
  return [
    { path: name, mode: 0o644, bytes: code },
    { path: "THIRD-PARTY-LICENCES.txt", mode: 0o644, bytes: new TextEncoder().encode(licences) },
  ];
}

function describe({ kind, platform, artifact, files, zip }: Built): Artifact {
  return {
    kind,
    platform,
    path: artifact,
    digest: zip ? `sha256:${sha256Hex(zip)}` : digestOfFiles(files),
    bytes: zip?.byteLength ?? totalBytes(files),
    unpackedBytes: totalBytes(files),
  };
}

async function write(folder: string, built: readonly Built[], report: ArtifactReport): Promise<void> {
  for (const { artifact, files, zip } of built) {
    const target = path.join(folder, artifact);
    await (zip ? writeFile(target, zip) : writeFileSet(target, files));
  }
  await writeFile(path.join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
}
