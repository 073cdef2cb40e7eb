import path from "node:path";
import { PackagingError } from "./errors.ts";
import { nativeBindingPlugin } from "./native-binding-plugin.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

/** One ES module that contains everything but Node, the native binding and the model. */
export interface Bundle {
  readonly code: Uint8Array;
  /** Text of THIRD-PARTY-LICENSES.txt. */
  readonly licenses: string;
  /** Paths of all bundled sources, relative to the entry's folder. */
  readonly inputs: readonly string[];
}

// CommonJS dependencies in an ES module need `require`, `__dirname` and `__filename`.
const COMMONJS_BANNER = [
  `import{createRequire as __modelportRequire}from"node:module"`,
  `const require=__modelportRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;`,
].join(";");

/** Deployment tools never belong in serving code, and zod costs 43 ms of cold start. */
const FORBIDDEN_IN_BUNDLES = /(^|\/)node_modules\/(@pulumi\/|zod\/)/;

export async function bundle(entry: string): Promise<Bundle> {
  const workingFolder = path.dirname(path.resolve(entry));
  // Loaded here, so that reading artifacts.json does not start a bundler.
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [path.resolve(entry)],
    absWorkingDir: workingFolder,
    outfile: "bundle.mjs",
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minify: true,
    treeShaking: true,
    sourcemap: false,
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    logLevel: "silent",
    banner: { js: COMMONJS_BANNER },
    plugins: [nativeBindingPlugin],
  }).catch((error: Error) => {
    throw new PackagingError(`esbuild could not bundle ${entry}: ${error.message}`, { cause: error });
  });
  const inputs = Object.keys(result.metafile.inputs).toSorted();
  refuseForbidden(entry, inputs);
  const code = result.outputFiles[0]?.contents;
  if (code === undefined) throw new PackagingError(`esbuild wrote nothing for ${entry}: is the file empty?`);
  return {
    code,
    inputs,
    licenses: await thirdPartyLicenses(inputs.map((input) => path.resolve(workingFolder, input))),
  };
}

function refuseForbidden(entry: string, inputs: readonly string[]): void {
  const forbidden = inputs.find((input) => FORBIDDEN_IN_BUNDLES.test(input));
  if (forbidden !== undefined) {
    throw new PackagingError(
      `The bundle of ${path.basename(entry)} would contain ${forbidden.slice(forbidden.indexOf("node_modules/"))}: serving code imports neither @pulumi nor zod; import it from packaging or deployment code only.`,
    );
  }
}
