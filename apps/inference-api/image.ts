// `nx run inference-api:image`: the OCI image, in a folder of its own, which packaging the others leaves alone.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { recordInputs, runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

const setting = process.env["MODELPORT_BASE_IMAGE"];
// Nx runs this in the project's folder; a path is meant from the repository's root.
const archive = setting && resolve(import.meta.dirname, "../..", setting);

const outDir = join(import.meta.dirname, "dist-image");

await runPackaging({
  ...sources,
  platforms: { serverBundle: [], lambdaZip: [] },
  outDir,
  image: { ...sources.image, baseImage: archive && existsSync(archive) ? archive : setting },
});
if (!process.exitCode) recordInputs(outDir, resolve(import.meta.dirname, "../.."), sources.modelDir);
