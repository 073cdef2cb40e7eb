// `nx run inference-api:package`: the artefacts of this app, for this machine and for the clouds.
import { join } from "node:path";
import { runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

await runPackaging({
  ...sources,
  outDir: join(import.meta.dirname, "dist"),
  image: { ...sources.image, baseImage: process.env["MODELPORT_BASE_IMAGE"] },
});
