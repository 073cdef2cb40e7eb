// Prints what a live run of a stack costs, as JSON: see run-estimate.mjs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../root.mjs";
import { runEstimate } from "./run-estimate.mjs";

const [, , stack] = process.argv;
const file = join(root, "stacks", `Pulumi.${stack}.yaml`);
const { config = {} } = existsSync(file) ? (parse(readFileSync(file, "utf8")) ?? {}) : {};
const asPulumiReads = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
const configuration = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asPulumiReads(value)]));
try {
  console.log(JSON.stringify(runEstimate(stack, configuration)));
} catch (error) {
  if (error.name !== "SettingsError") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
