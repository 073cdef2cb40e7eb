// `nx run inference-api:package`: the artefacts of this app, for this machine and for the clouds.
import { join, resolve } from "node:path";
import { runPackaging } from "@modelport/packaging";

const here = import.meta.dirname;
const root = join(here, "../..");

await runPackaging({
  outDir: join(here, "dist"),
  modelDir: resolve(root, process.env["MODEL_SOURCE_DIR"] ?? "model"),
  serverEntry: join(here, "src/entry/server.ts"),
  lambdaEntry: join(here, "src/entry/lambda.ts"),
  pagesDir: join(here, "pages"),
});
