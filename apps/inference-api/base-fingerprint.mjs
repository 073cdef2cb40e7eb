// Prints which file MODELPORT_BASE_IMAGE names, so that the cache of `image` never serves an image on an older one.
// Plain JavaScript that Node 20 can run.
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const setting = env.MODELPORT_BASE_IMAGE;
const file = setting && statSync(resolve(ROOT, setting), { throwIfNoEntry: false });
console.log(file ? `${file.size} ${file.mtimeMs}` : (setting ?? "the default"));
