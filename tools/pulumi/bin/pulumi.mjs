#!/usr/bin/env node
import { root } from "../../launch/root.mjs";
import { runPulumi } from "../src/wrapper.mjs";

const { code, signal } = await runPulumi({
  root,
  args: process.argv.slice(2),
  env: process.env,
  complain: (sentence) => process.stderr.write(`${sentence}\n`),
});
if (signal) process.kill(process.pid, signal);
process.exitCode = code ?? 1;
