import { imagesGB } from "@modelport/google/prices";
import { instancesFor, requestLines, runLines } from "@modelport/google/run";
import { type CostInputs, type CostLine, fixedLine, SECONDS_PER_MONTH, usageLine } from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { CloudRunSettings } from "./settings.ts";
import { probedSeconds, workedSeconds } from "./usage.ts";

type Inputs = CostInputs<CloudRunSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the instances, the requests, log entries, images, and the responses' egress. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { settings } = inputs;
  return [...(settings.cpuAlways ? byInstance(inputs) : byRequest(inputs)), ...runLines(inputs, imagesGB(settings))];
}

/** Kept instances are probed for liveness, and their probes count as busy time. */
function byRequest(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices } = inputs;
  const { vcpus, minInstances } = settings;
  return [
    ...requestLines(inputs, workedSeconds(workload, settings)),
    ...(minInstances === 0 ? [] : [fixedLine(prices.probeVcpu, probedSeconds(minInstances) * vcpus)]),
  ];
}

/** Instances are billed for their whole life, and requests are free. */
function byInstance({ workload, settings, prices, allowances }: Inputs): readonly CostLine[] {
  const { vcpus, minInstances } = settings;
  const gib = settings.memoryMiB / 1024;
  const kept = minInstances * SECONDS_PER_MONTH;
  const more = Math.max(0, instancesFor(workload, settings).alive - minInstances) * SECONDS_PER_MONTH;
  return [
    ...(minInstances === 0
      ? []
      : [fixedLine(prices.keptInstanceVcpu, kept * vcpus), fixedLine(prices.keptInstanceMemory, kept * gib)]),
    usageLine(prices.instanceVcpu, more * vcpus, allowances.instanceVcpu),
    usageLine(prices.instanceMemory, more * gib, allowances.instanceMemory),
  ];
}
