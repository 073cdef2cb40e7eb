// Google's functions framework, without the 96 packages that it depends on: each of its files holds what it uses of them.
import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import type { Plugin } from "esbuild";
import { PackagingError } from "./errors.ts";
import type { FileEntry } from "./file-set.ts";
import { thirdPartyLicenses } from "./third-party-licenses.ts";

export const FRAMEWORK = "@google-cloud/functions-framework";
/** Google's build starts this name in node_modules/.bin: cmd/nodejs/functions_framework/lib/lib.go of its buildpacks. */
const COMMAND = "functions-framework";
/** Relative to the package, as Google publishes it. */
const SOURCES = "build/src";
const PROGRAM = `${SOURCES}/main.js`;

export interface VendoredFramework {
  readonly version: string;
  /** Below node_modules. */
  readonly files: readonly FileEntry[];
  /** What a lockfile says of the package. */
  readonly lock: Readonly<Record<string, unknown>>;
}

/** `frameworkModule`: a file of the installed package, as code resolves it. */
export async function vendoredFramework(frameworkModule: string): Promise<VendoredFramework> {
  const folder = packageFolder(frameworkModule);
  const { version, license, engines } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as {
    version: string;
    license: string;
    engines: unknown;
  };
  const { code, licenses } = await bundleSources(path.join(folder, SOURCES), version);
  // No dependencies, which are in the files, and no scripts, which the build would run.
  const described = { name: FRAMEWORK, version, license, engines, bin: { [COMMAND]: PROGRAM } };
  const home = `node_modules/${FRAMEWORK}`;
  const text = (content: string) => new TextEncoder().encode(content);
  return {
    version,
    lock: { version, license, engines, bin: described.bin },
    files: [
      { path: `${home}/package.json`, mode: 0o644, bytes: text(`${JSON.stringify(described, null, 2)}\n`) },
      ...code.map((file) => ({ ...file, path: `${home}/${SOURCES}/${file.path}` })),
      { path: `${home}/THIRD-PARTY-LICENSES.txt`, mode: 0o644, bytes: text(licenses) },
      // A zip of plain files has no symbolic links; `npm rebuild` replaces it by one.
      { path: `node_modules/.bin/${COMMAND}`, mode: 0o755, bytes: text(LAUNCHER) },
    ],
  };
}

const LAUNCHER = `#!/usr/bin/env node\nrequire("../${FRAMEWORK}/${PROGRAM}");\n`;

function packageFolder(file: string): string {
  const marker = path.join("node_modules", FRAMEWORK);
  const start = file.lastIndexOf(marker);
  if (start === -1) throw new PackagingError(`${file} is not in ${marker}: name a file of the installed package.`);
  return file.slice(0, start + marker.length);
}

async function bundleSources(folder: string, version: string): Promise<{ code: FileEntry[]; licenses: string }> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: (await Array.fromAsync(glob("**/*.js", { cwd: folder }))).toSorted(),
    absWorkingDir: folder,
    outbase: folder,
    outdir: folder,
    allowOverwrite: true,
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node24",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    logLevel: "silent",
    banner: {
      js: `/* Of ${FRAMEWORK} ${version}, with its dependencies; changed: main.js loads server.js when it needs it. */`,
    },
    plugins: [ownFiles],
  }).catch((error: Error) => {
    throw new PackagingError(`esbuild could not bundle ${folder}: ${error.message}`, { cause: error });
  });
  const inputs = Object.keys(result.metafile.inputs);
  return {
    code: result.outputFiles.map(({ path: file, contents }) => {
      const name = path.relative(folder, file).split(path.sep).join("/");
      return { path: name, mode: name === path.basename(PROGRAM) ? 0o755 : 0o644, bytes: contents };
    }),
    licenses: await thirdPartyLicenses(inputs.map((input) => path.resolve(folder, input))),
  };
}

/** Leaves the framework's files apart, so that they share their state, and so that main.js loads few of them. */
const ownFiles: Plugin = {
  name: "functions-framework-files",
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, ({ path: file, importer }) => {
      const isOwn = !path.relative(build.initialOptions.absWorkingDir ?? "", importer).startsWith("..");
      return isOwn ? { path: file, external: true } : undefined;
    });
    build.onLoad({ filter: /functions-framework[\\/]build[\\/]src[\\/]main\.js$/ }, async ({ path: file }) => ({
      contents: loadServerOnDemand(await readFile(file, "utf8")),
      loader: "js",
    }));
  },
};

const EAGER = 'const server_1 = require("./server");\n';
const CALL = "(0, server_1.getServer)(";

/**
 * The source of the framework's `main.js`, which loads `./server` where it uses it: Express and its parsers take four
 * times the CPU of everything else before our function is loaded, and it never needs them.
 */
export function loadServerOnDemand(source: string): string {
  if (source.split(EAGER).length !== 2 || source.split(CALL).length !== 2) {
    throw new PackagingError(
      `${FRAMEWORK} no longer loads its server as packages/packaging/src/functions-framework.ts expects: adapt it to this version, or pin the version before it.`,
    );
  }
  return source.replace(EAGER, "").replace(CALL, 'require("./server").getServer(');
}
