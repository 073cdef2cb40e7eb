// Bundles the command line into one file that needs nothing but Node: what `npm pack` packs.
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { thirdPartyLicenses } from "@modelport/packaging/third-party-licenses";
import { build } from "esbuild";

const folder = import.meta.dirname;

/** The package yaml is CommonJS for Node, and requires modules of Node's own. */
const HEAD = `#!/usr/bin/env node
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;

await rm(path.join(folder, "dist"), { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [path.join(folder, "src/main.ts")],
  outfile: path.join(folder, "dist/modelport.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  banner: { js: HEAD },
  legalComments: "none",
  metafile: true,
  charset: "utf8",
  logLevel: "warning",
});
const sources = Object.keys(metafile.inputs).map((input) => path.resolve(input));
await writeFile(path.join(folder, "dist/THIRD-PARTY-LICENSES.txt"), await thirdPartyLicenses(sources));
