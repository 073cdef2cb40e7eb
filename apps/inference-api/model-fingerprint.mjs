// Prints what is in MODEL_SOURCE_DIR, so that the cache of `package` never serves an older model of the same folder.
// Plain JavaScript that Node 20 can run.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

function fingerprint(folder) {
  const hash = createHash("sha256");
  try {
    for (const name of readdirSync(folder).toSorted()) {
      if (/\.(json|onnx|md)$/.test(name)) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
    }
  } catch (error) {
    return error.message; // packaging says what to do
  }
  return hash.digest("hex");
}

// The repository's own model is among the inputs as files.
console.log(env.MODEL_SOURCE_DIR ? fingerprint(resolve(ROOT, env.MODEL_SOURCE_DIR)) : "model/");
