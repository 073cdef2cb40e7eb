// `nx run inference-api:package`: the artefacts of this app, for this machine and for the clouds.
import { join } from "node:path";
import { runPackaging } from "@modelport/packaging";

const here = import.meta.dirname;

await runPackaging({
  outDir: join(here, "dist"),
  modelDir: process.env["MODEL_SOURCE_DIR"] ?? join(here, "../../model"),
  serverEntry: join(here, "src/entry/server.ts"),
  lambdaEntry: join(here, "src/entry/lambda.ts"),
  pagesDir: join(here, "pages"),
});
