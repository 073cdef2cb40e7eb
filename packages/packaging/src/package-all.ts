import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  FUNCTIONS_PLATFORM,
  IMAGE_PLATFORM,
  readApp,
  type AppContent,
  type AppSources,
  type FunctionsSources,
} from "./app-content.ts";
import { REPORT_FILE, type Artifact, type ArtifactReport } from "./artifacts.ts";
import { assertWithinBudget } from "./budget.ts";
import { digestOf } from "./digest.ts";
import { digestOfFiles, totalBytes, writeFileSet, type FileEntry } from "./file-set.ts";
import { writeImageArchive, type Image } from "./oci/image-archive.ts";
import { imageDetails, packageImage, type ImageOptions } from "./package-image.ts";
import { hostPlatform, platformsFor, type Platform, type PlatformSelection } from "./platform.ts";
import { replaceFolder } from "./replace-folder.ts";
import { sizeTable, type SizeRow } from "./size-table.ts";
import { zipFiles } from "./zip.ts";

export interface PackageOptions extends AppSources {
  /** Replaced as a whole once everything has been built. */
  readonly outDir: string;
  /** Default: no image. */
  readonly image?: ImageOptions;
  /** Default: what AWS needs, and what this host needs to run both kinds itself. */
  readonly platforms?: PlatformSelection;
  /** Gets progress lines and the table of sizes; default: standard error. */
  readonly log?: (line: string) => void;
}

/** A zip or a folder that has been built but not written to disk. */
interface Built extends SizeRow {
  readonly kind: Artifact["kind"];
  readonly platform: Platform;
  readonly zip: Uint8Array | undefined;
}

/** Builds every artifact into `outDir` and writes artifacts.json; if anything fails, nothing changes there. */
export async function packageAll(options: PackageOptions): Promise<ArtifactReport> {
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const platforms = options.platforms ?? platformsFor(hostPlatform());
  const app = await readApp(options, log);
  const deflateOptions = { cacheFolder: path.join(path.dirname(app.runtimeFolder), ".cache", "modelport"), log };
  const servers = platforms.serverBundle.map((platform) => buildServer(app, platform));
  const compress = (files: readonly FileEntry[]) => zipFiles(files, deflateOptions);
  const lambdas = platforms.lambdaZip.map((platform) => buildLambda(app, platform, compress));
  const functions = options.functions ? [buildFunctions(app, options.functions, compress)] : [];
  const built = await Promise.all([...servers, ...lambdas, ...functions]);
  const image = options.image && (await packageImage(app, options.image, deflateOptions));
  log(sizeTable([...built, ...(image ? [imageRow(image)] : [])]));
  for (const { zip, artifact, files } of built) {
    if (zip) assertWithinBudget({ name: artifact, zippedBytes: zip.byteLength, unzippedBytes: totalBytes(files) });
  }
  const { name, version, onnx, features } = app.manifest;
  const example = Object.fromEntries(features.map((feature) => [feature.name, feature.example]));
  const model = { name, version, onnxSha256: onnx.sha256, example };
  let report: ArtifactReport = { model, artifacts: built.map(describe) };
  await replaceFolder(path.resolve(options.outDir), async (folder) => {
    for (const { artifact, files, zip } of built) {
      const target = path.join(folder, artifact);
      await (zip ? writeFile(target, zip) : writeFileSet(target, files));
    }
    if (image) report = { model, artifacts: [...report.artifacts, await writeImage(folder, image)] };
    await writeFile(path.join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`);
  });
  return report;
}

async function buildServer(app: AppContent, platform: Platform): Promise<Built> {
  const files = await app.serverFiles(platform);
  const artifact = `server-${platform}`;
  return { kind: "server-bundle", platform, artifact, files, zip: undefined, zippedBytes: undefined };
}

type Compress = (files: readonly FileEntry[]) => Promise<Uint8Array>;

async function buildLambda(app: AppContent, platform: Platform, compress: Compress): Promise<Built> {
  const files = await app.lambdaFiles(platform);
  const zip = await compress(files);
  const artifact = `lambda-${platform}.zip`;
  return { kind: "lambda-zip", platform, artifact, files, zip, zippedBytes: zip.byteLength };
}

async function buildFunctions(app: AppContent, sources: FunctionsSources, compress: Compress): Promise<Built> {
  const files = await app.functionsFiles(sources);
  const zip = await compress(files);
  const [kind, platform] = ["functions-source", FUNCTIONS_PLATFORM] as const;
  return { kind, platform, artifact: `functions-${platform}.zip`, files, zip, zippedBytes: zip.byteLength };
}

const IMAGE_FILE = `image-${IMAGE_PLATFORM}.tar`;

function imageRow({ layers, files }: Image): SizeRow {
  const zippedBytes = layers.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  return { artifact: `${IMAGE_FILE}, our layers`, zippedBytes, files };
}

async function writeImage(folder: string, image: Image): Promise<Artifact> {
  const file = path.join(folder, IMAGE_FILE);
  await writeImageArchive(file, image);
  return {
    kind: "oci-image",
    platform: IMAGE_PLATFORM,
    path: IMAGE_FILE,
    digest: image.digest,
    bytes: (await stat(file)).size,
    unpackedBytes: totalBytes(image.files),
    image: imageDetails(image),
  };
}

function describe({ kind, platform, artifact, files, zip }: Built): Artifact {
  return {
    kind,
    platform,
    path: artifact,
    digest: zip ? digestOf(zip) : digestOfFiles(files),
    bytes: zip?.byteLength ?? totalBytes(files),
    unpackedBytes: totalBytes(files),
  };
}
