// What bin/modelport.mjs loads: the process's side of the command line.
import { readFileSync } from "node:fs";
import { run } from "./cli.ts";
import { EXIT } from "./exit.ts";
import { useProxies } from "./http.ts";

// One folder up, both from src/ and from dist/.
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const interruption = new AbortController();

// Once: a second Ctrl-C ends the process at once, as without us.
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
