// Bundles the command line into one file that needs nothing but Node: what `npm pack` packs.
import { rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;

await rm(path.join(folder, "dist"), { recursive: true, force: true });
await build({
  entryPoints: [path.join(folder, "src/main.ts")],
  outfile: path.join(folder, "dist/modelport.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  banner: { js: "#!/usr/bin/env node" },
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});
