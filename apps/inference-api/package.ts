// `nx run inference-api:package`: the server bundle and the Lambda zips, for this machine and for the clouds.
import { join } from "node:path";
import { recordInputs, runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

const { modelDir, serverEntry, lambdaEntry, pagesDir } = sources;
const outDir = join(import.meta.dirname, "dist");

await runPackaging({ modelDir, serverEntry, lambdaEntry, pagesDir, outDir });
if (!process.exitCode) recordInputs(outDir, join(import.meta.dirname, "../.."), modelDir);
