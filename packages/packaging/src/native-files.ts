import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PackagingError } from "./errors.ts";
import { assertBuiltFor } from "./executable-format.ts";
import type { FileEntry } from "./file-set.ts";
import { partsOf, type Platform } from "./platform.ts";

/** The file that the bundle loads, relative to the bundle. */
export const BINDING_PATH = "./native/onnxruntime_binding.node";

// The binding finds the library beside itself: ELF RUNPATH $ORIGIN, Mach-O @rpath.
const NATIVE_FILES = {
  linux: ["onnxruntime_binding.node", "libonnxruntime.so.1"],
  darwin: ["onnxruntime_binding.node", "libonnxruntime.1.dylib"],
} as const;

/** The folder of the installed onnxruntime-node, as code at `from` resolves it. */
export function onnxruntimeFolder(from: string): string {
  const resolved = createRequire(path.resolve(from)).resolve("onnxruntime-node/package.json");
  return path.dirname(resolved);
}

/** onnxruntime's native part for one platform (the package has five, 290 MB), after checking its CPU. */
export async function readNativeFiles(packageFolder: string, platform: Platform): Promise<FileEntry[]> {
  const { os, cpu } = partsOf(platform);
  const folder = path.join(packageFolder, "bin", "napi-v6", os, cpu);
  const files: FileEntry[] = [];
  for (const name of NATIVE_FILES[os]) {
    const bytes = await readFile(path.join(folder, name)).catch(() => undefined);
    if (bytes === undefined) {
      throw new PackagingError(
        `onnxruntime-node holds no ${name} for ${platform} (looked in ${folder}): run npm install again; if it is still missing, this version of onnxruntime-node stores its files elsewhere.`,
      );
    }
    assertBuiltFor(platform, name, bytes);
    // The mode is fixed, because what npm unpacked depends on the machine.
    files.push({ path: `native/${name}`, mode: 0o755, bytes });
  }
  return files;
}
