// `nx run inference-api:package`: the server bundle and the Lambda zips, for this machine and for the clouds.
import { join } from "node:path";
import { runPackaging } from "@modelport/packaging";
import { sources } from "./sources.ts";

await runPackaging({ ...sources, image: undefined, outDir: join(import.meta.dirname, "dist") });
