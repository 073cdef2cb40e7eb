// What the image has in /app, as files in the folder that is named: for the Dockerfile, which makes layers of them.
import { sayFailure, writeImageFiles } from "@modelport/packaging";
import { sources } from "./sources.ts";

const [outDir] = process.argv.slice(2);
if (outDir === undefined) {
  process.stderr.write("No folder given: node image-files.ts <folder to write to>.\n");
  process.exit(2);
}
await sayFailure(() => writeImageFiles(sources, outDir));
