import { IMAGE_GB, keptLogGB } from "@modelport/aws/prices";
import { type CostInputs, type CostLine, fixedLine, gibPerMonth, usageLine } from "@modelport/target-kit";
import { ALARMS } from "./alarm-rules.ts";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { LambdaSettings } from "./settings.ts";
import { computeUsage, customMetrics, logGB, millionTraces } from "./usage.ts";

type Inputs = CostInputs<LambdaSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the function, its HTTP endpoint, its log lines, its alarms, and the responses' egress. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  const millions = workload.requestsPerMonth / 1e6;
  const logs = logGB(workload, settings);
  const endpoints = { "function-url": prices.functionUrl, "http-api": prices.httpApi, "rest-api": prices.restApi };
  return [
    usageLine(
      prices.requests,
      millions,
      settings.provisionedConcurrency === undefined ? allowances.requests : undefined,
    ),
    ...computeLines(inputs),
    usageLine(endpoints[settings.endpoint], millions),
    usageLine(prices.logIngestion, logs, allowances.logIngestion),
    usageLine(prices.logStorage, keptLogGB(logs, settings.logRetentionDays)),
    ...(settings.alarms ? [fixedLine(prices.alarms, Math.max(0, ALARMS.length - allowances.alarms.quantity))] : []),
    ...(settings.metrics ? [usageLine(prices.metrics, customMetrics(workload), allowances.metrics)] : []),
    ...(settings.package === "image" ? [fixedLine(prices.imageStorage, IMAGE_GB)] : []),
    ...(settings.tracing ? [usageLine(prices.traces, millionTraces(workload))] : []),
    usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress),
  ];
}

function computeLines({ workload, settings, prices, allowances }: Inputs): readonly CostLine[] {
  const usage = computeUsage(workload, settings);
  const arm = settings.architecture === "arm64";
  const onDemand = arm ? prices.computeArm : prices.computeX86;
  if (settings.provisionedConcurrency === undefined) return [usageLine(onDemand, usage.onDemand, allowances.compute)];
  return [
    fixedLine(arm ? prices.provisionedArm : prices.provisionedX86, usage.provisioned),
    usageLine(arm ? prices.provisionedComputeArm : prices.provisionedComputeX86, usage.onProvisioned),
    usageLine(onDemand, usage.onDemand),
  ];
}
