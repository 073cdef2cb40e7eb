// Prints what a live run of a stack costs, as JSON, from the target's own cost function.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveTarget, settingsOf } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";
import { parse } from "yaml";
import { root } from "../root.mjs";

// More than a run needs, so that the bill is below the estimate.
const REQUESTS = 1000;
const HOURS = 1;
const HOURS_PER_MONTH = 730;
const workload = {
  requestsPerMonth: REQUESTS,
  durationMs: 200,
  memoryMiB: 1024,
  requestBytes: 1000,
  responseBytes: 1000,
  peakFactor: 1,
};

const [, , stack] = process.argv;
const file = join(root, "stacks", `Pulumi.${stack}.yaml`);
const { config = {} } = existsSync(file) ? (parse(readFileSync(file, "utf8")) ?? {}) : {};
const asPulumiReads = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
const configuration = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asPulumiReads(value)]));
try {
  const { target } = resolveTarget(stack, registry);
  const lines = target.cost(workload, settingsOf(configuration));
  const sum = (recurrence) =>
    lines.filter((line) => line.recurrence === recurrence).reduce((total, { usdPerMonth }) => total + usdPerMonth, 0);
  const fixedUsdPerMonth = sum("fixed");
  const usdPerRun = sum("usage") + (fixedUsdPerMonth * HOURS) / HOURS_PER_MONTH;
  console.log(JSON.stringify({ usdPerRun, fixedUsdPerMonth, requests: REQUESTS, hours: HOURS }));
} catch (error) {
  if (error.name !== "SettingsError") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
