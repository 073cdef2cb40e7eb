#!/usr/bin/env node
// In a clone the sources are the truth and Node strips their types; the package has only the bundle.
import { existsSync } from "node:fs";

const source = new URL("../src/main.ts", import.meta.url);
const bundle = new URL("../dist/modelport.mjs", import.meta.url);

function refuse(sentence) {
  process.stderr.write(`modelport: ${sentence}\n`);
  process.exitCode = 1;
}

if (Number.parseInt(process.versions.node, 10) < 22) {
  refuse(`Node is ${process.versions.node}, but must be 22 or newer: install a newer one.`);
} else if (existsSync(source) && process.features.typescript) {
  await import(source.href);
} else if (existsSync(bundle)) {
  await import(bundle.href);
} else {
  refuse("This clone has no dist/modelport.mjs yet: run `npx nx run cli:build`, or use Node 24.");
}
