// What Google's build of a function finds beside the app, so that it downloads nothing.
import type { FileEntry } from "./file-set.ts";
import { FRAMEWORK, vendoredFramework } from "./functions-framework.ts";

/** The file that the framework loads. */
export const FUNCTIONS_MAIN = "index.mjs";
/** The runtime nodejs24. */
const NODE = "24";

/**
 * package.json, package-lock.json and node_modules, for a build with GOOGLE_VENDOR_NPM_DEPENDENCIES=true: it keeps
 * node_modules, writes no lockfile where there is one, and runs `npm rebuild`
 * (https://github.com/GoogleCloudPlatform/buildpacks, cmd/nodejs/npm/lib/lib.go).
 */
export async function functionsSourceFiles(frameworkModule: string): Promise<FileEntry[]> {
  const { version, lock, files } = await vendoredFramework(frameworkModule);
  const name = "modelport-function";
  // With this dependency, the build starts the framework of node_modules and installs none of its own.
  const dependencies = { [FRAMEWORK]: version };
  const engines = { node: NODE };
  return [
    json("package.json", { name, private: true, main: FUNCTIONS_MAIN, engines, dependencies }),
    json("package-lock.json", {
      name,
      lockfileVersion: 3,
      requires: true,
      packages: { "": { name, dependencies, engines }, [`node_modules/${FRAMEWORK}`]: lock },
    }),
    ...files,
  ];
}

function json(path: string, value: unknown): FileEntry {
  return { path, mode: 0o644, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`) };
}
