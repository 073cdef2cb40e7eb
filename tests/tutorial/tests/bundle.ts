// The server bundle with the reader's model in it, as a process.
import { join } from "node:path";
import { sources } from "@modelport/inference-api/sources";
import { type RunningService, startService, freePort } from "@modelport/local-runtime";
import { hostPlatform, packageAll, readArtifacts } from "@modelport/packaging";

export const BATCH_BYTES = 2_000_000;

/** What `nx run inference-api:package` runs, without the zips and into another folder. */
export async function packageModel(modelDir: string, outDir: string): Promise<void> {
  const { serverEntry, lambdaEntry, pagesDir } = sources;
  const platforms = { serverBundle: [hostPlatform()], lambdaZip: [] };
  await packageAll({ serverEntry, lambdaEntry, pagesDir, modelDir, outDir, platforms });
}

/** Starts the bundle in `outDir`, with another prepared model where `environment` has MODEL_DIR. */
export async function startBundle(
  outDir: string,
  directory: string,
  environment: Record<string, string> = {},
): Promise<RunningService> {
  const [artifact] = readArtifacts(outDir).artifacts;
  if (artifact === undefined) throw new Error(`nothing was packaged into ${outDir}`);
  return startService({
    name: "server",
    artifact: { kind: "server-bundle", path: join(outDir, artifact.path), digest: artifact.digest },
    directory,
    port: await freePort(),
    environment: {
      LOG_LEVEL: "warn",
      DRAIN_DELAY_MS: "0",
      MAX_BATCH_BYTES: String(BATCH_BYTES),
      ...environment,
    },
  });
}
