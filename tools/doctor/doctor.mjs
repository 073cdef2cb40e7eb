// `npm run doctor`: what this machine has and lacks for each thing one may want to do, and the command that mends it.
// Plain JavaScript for Node 20, and without dependencies: it runs before anything is installed.
import { homedir } from "node:os";
import { root } from "../launch/root.mjs";
import { examine } from "./src/examine.mjs";
import { readMachine } from "./src/machine.mjs";
import { asTable } from "./src/report.mjs";

const USAGE = `npm run doctor [-- OPTIONS]

Says what this machine has and lacks, and the command that mends each lack. Exit code 0 where npm start and npm test
have what they need, 1 where they lack something, 2 for wrong usage.

  --json     the same for machines
  --online   ask the network too: the Kubernetes cluster, AWS for the limit of functions, Google for the APIs that are on,
             and an engine on another machine that DOCKER_HOST or CONTAINER_HOST names
  --help     this text`;
const OPTIONS = ["--json", "--online", "--help"];

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  const unknown = args.find((arg) => !OPTIONS.includes(arg));
  if (unknown !== undefined) {
    console.error(`doctor does not know "${unknown}"; it takes ${OPTIONS.join(", ")}. Leave it out and run it again.`);
    return 2;
  }
  if (args.includes("--help")) {
    console.log(USAGE);
    return 0;
  }
  const report = await examine({
    root,
    env: process.env,
    home: process.env.HOME || homedir(),
    machine: readMachine(),
    online: args.includes("--online"),
  });
  console.log(args.includes("--json") ? JSON.stringify(report, undefined, 2) : asTable(report));
  return report.ready ? 0 : 1;
}
