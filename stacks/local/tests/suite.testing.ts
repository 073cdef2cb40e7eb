// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { occupyPort } from "./occupy-port.testing.ts";

const ports = await Promise.all(Array.from({ length: 4 }, occupyPort));
await Promise.all(ports.map(({ release }) => release()));
export const [serverPort, lambdaPort] = ports.map(({ port }) => port);
const [, , otherServerPort, otherLambdaPort] = ports.map(({ port }) => port);

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  settings: { serverPort, lambdaPort },
  computed: {
    "pulumi-nodejs:dynamic/local:Service": ({ inputs }) => ({ url: `http://127.0.0.1:${String(inputs["port"])}` }),
  },
  samples: {
    serverPort: { serverPort: otherServerPort },
    lambdaPort: { lambdaPort: otherLambdaPort },
    memoryMiB: { memoryMiB: 256 },
    timeoutSeconds: { timeoutSeconds: 5 },
    logLevel: { logLevel: "debug" },
  },
  refused: [
    { serverport: "8002" },
    { lambdaPort: "70000" },
    { serverPort: "0" },
    { memoryMiB: "2GiB" },
    { timeoutSeconds: "1h" },
    { logLevel: "loud" },
    { logLevel: "warns" },
    { lambdaPort: "8000" },
    { serverPort: 65535, lambdaPort: 65535 },
    { port: "9000" },
  ],
  billing,
  mistakes,
};
