#!/usr/bin/env node
// In a clone the sources are the truth and Node strips their types; the package has only the bundle.
import { existsSync } from "node:fs";

const major = Number(process.versions.node.split(".")[0]);
const source = new URL("../src/main.ts", import.meta.url);

if (major < 22) {
  process.stderr.write(
    `modelport needs Node 22 or newer, and this is ${process.versions.node}: install a newer Node, or run it with \`npx --package node@24 --package modelport modelport\`.\n`,
  );
  process.exitCode = 1;
} else if (existsSync(source) && process.features.typescript) {
  await import(source.href);
} else {
  await import(new URL("../dist/modelport.mjs", import.meta.url).href);
}
