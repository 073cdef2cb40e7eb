// Loaded by bin/modelport.mjs: connects the command line to the process.
import { readFileSync } from "node:fs";
import { run } from "./cli.ts";
import { EXIT } from "./exit.ts";
import { useProxies } from "./http.ts";

// One folder up, both from src/ and from dist/.
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const interruption = new AbortController();

// Only once, so that a second Ctrl-C ends the process at once, which is Node's default.
process.once("SIGINT", () => interruption.abort(EXIT.interrupted));
process.once("SIGTERM", () => interruption.abort(EXIT.terminated));

process.exitCode = await run(process.argv.slice(2), version, {
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted: interruption.signal,
  useProxies,
});
