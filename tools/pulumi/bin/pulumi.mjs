#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { runPulumi } from "../src/wrapper.mjs";

const { code, signal } = await runPulumi({
  root: fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, ""),
  args: process.argv.slice(2),
  env: process.env,
  complain: (sentence) => process.stderr.write(`${sentence}\n`),
});
if (signal) process.kill(process.pid, signal);
process.exitCode = code ?? 1;
