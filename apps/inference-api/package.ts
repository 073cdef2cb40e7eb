// `nx run inference-api:package`: the server bundle, the Lambda zips and the source of the Google Cloud function.
import { join } from "node:path";
import { recordInputs, runPackaging } from "@modelport/packaging";
import { functions, sources } from "./sources.ts";

const { modelDir, serverEntry, lambdaEntry, pagesDir } = sources;
const outDir = join(import.meta.dirname, "dist");

await runPackaging({ modelDir, serverEntry, lambdaEntry, functions, pagesDir, outDir });
if (!process.exitCode) recordInputs(outDir, join(import.meta.dirname, "../.."), modelDir);
