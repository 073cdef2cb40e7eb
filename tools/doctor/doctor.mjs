// `npm run doctor`: what this machine has, what is missing for each task, and how to get it. Plain JavaScript for Node 20
// without dependencies: it runs before the install.
import { homedir } from "node:os";
import { root } from "../launch/root.mjs";
import { examine } from "./src/examine.mjs";
import { readMachine } from "./src/machine.mjs";
import { asTable } from "./src/report.mjs";

const USAGE = `npm run doctor [-- OPTIONS]

Lists what this machine has, what is missing for each task, and a command or page that helps. Exits with code 0 if npm start
and npm test have what they need, 1 if something is missing for them, 2 for wrong usage.

  --json     the same as JSON
  --online   query the network too: the Kubernetes cluster, AWS for the limit of concurrent functions, Google Cloud for the
             enabled APIs, and a container engine on another machine (DOCKER_HOST or CONTAINER_HOST)
  --help     this text`;
const OPTIONS = ["--json", "--online", "--help"];

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  const unknown = args.find((arg) => !OPTIONS.includes(arg));
  if (unknown !== undefined) {
    console.error(`doctor has no option "${unknown}"; it has ${OPTIONS.join(", ")}.`);
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
