// `nx run inference-api:package`: the artefacts of this app, for this machine and for the clouds.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

const setting = process.env["MODELPORT_BASE_IMAGE"];
// Nx runs this in the project's folder; a path is meant from the repository's root.
const archive = setting && resolve(import.meta.dirname, "../..", setting);

await runPackaging({
  ...sources,
  outDir: join(import.meta.dirname, "dist"),
  image: { ...sources.image, baseImage: archive && existsSync(archive) ? archive : setting },
});
