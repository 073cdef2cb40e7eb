// `nx run inference-api:package`: the server bundle and the Lambda zips, for this machine and for the clouds.
import { join } from "node:path";
import { runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

const { modelDir, serverEntry, lambdaEntry, pagesDir } = sources;

await runPackaging({ modelDir, serverEntry, lambdaEntry, pagesDir, outDir: join(import.meta.dirname, "dist") });
