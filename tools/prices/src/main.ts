import { useProxies } from "@modelport/packaging/proxies";
import * as registry from "@modelport/stacks/registry";
import { QUERIES } from "./queries/index.ts";
import { refresh } from "./run.ts";

const note = useProxies(process.env);
if (note !== undefined) process.stderr.write(`${note}\n`);

process.exitCode = await refresh(process.argv.slice(2), {
  targets: Object.values(registry),
  queries: QUERIES,
  environment: process.env,
  fetch: globalThis.fetch,
  today: new Date().toISOString().slice(0, 10),
  progress: (sentence) => process.stderr.write(`${sentence}\n`),
  say: (...lines) => process.stdout.write(`${lines.join("\n")}\n`),
});
