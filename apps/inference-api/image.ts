// `nx run inference-api:image`: the OCI image, in a folder of its own, which packaging the others leaves alone.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

const setting = process.env["MODELPORT_BASE_IMAGE"];
// Nx runs this in the project's folder; a path is meant from the repository's root.
const archive = setting && resolve(import.meta.dirname, "../..", setting);

await runPackaging({
  ...sources,
  platforms: { serverBundle: [], lambdaZip: [] },
  outDir: join(import.meta.dirname, "dist-image"),
  image: { ...sources.image, baseImage: archive && existsSync(archive) ? archive : setting },
});
