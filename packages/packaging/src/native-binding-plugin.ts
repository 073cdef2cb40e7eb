import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";
import { BINDING_PATH } from "./native-files.ts";
import { PackagingError } from "./errors.ts";

const BINDING_REQUIRE =
  /require\(`\.\.\/bin\/napi-v6\/\$\{process\.platform\}\/\$\{process\.arch\}\/onnxruntime_binding\.node`\)/;

/**
 * Makes onnxruntime-node load its binding from beside the bundle. Its own `require` of a template string would make a
 * bundler include the binaries of every platform.
 */
export const nativeBindingPlugin: Plugin = {
  name: "onnxruntime-binding-beside-the-bundle",
  setup(build) {
    build.onResolve({ filter: /^\.\/native\/onnxruntime_binding\.node$/ }, () => ({
      path: BINDING_PATH,
      external: true,
    }));
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, async ({ path }) => ({
      contents: pointBindingAtBundle(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};

/** The source of onnxruntime-node's `dist/binding.js`, with that require replaced. */
export function pointBindingAtBundle(source: string): string {
  const replaced = source.replace(BINDING_REQUIRE, () => `require(${JSON.stringify(BINDING_PATH)})`);
  if (replaced === source) {
    throw new PackagingError(
      "onnxruntime-node's dist/binding.js no longer loads its binding from bin/napi-v6/<platform>/<arch>: adapt packages/packaging/src/native-binding-plugin.ts to this version, or pin the version before it.",
    );
  }
  return replaced;
}
