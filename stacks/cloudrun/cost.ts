import { imagesGB } from "@modelport/google/prices";
import {
  type CostInputs,
  type CostLine,
  fixedLine,
  gibPerMonth,
  SECONDS_PER_MONTH,
  usageLine,
} from "@modelport/target-kit";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { CloudRunSettings } from "./settings.ts";
import { instancesFor, logGiB, probedSeconds, workedSeconds } from "./usage.ts";

type Inputs = CostInputs<CloudRunSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the instances, the requests, log entries, images, and the responses' egress. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  return [
    ...(settings.cpuAlways ? byInstance(inputs) : byRequest(inputs)),
    usageLine(prices.logs, logGiB(workload, settings), allowances.logs),
    fixedLine(prices.registry, Math.max(0, imagesGB(settings) - allowances.registry.quantity)),
    usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress),
  ];
}

/** Instances are billed while they are busy; kept ones cost less while idle, and their probes count as busy time. */
function byRequest({ workload, settings, prices, allowances }: Inputs): readonly CostLine[] {
  const { vcpus, minInstances } = settings;
  const gib = settings.memoryMiB / 1024;
  const worked = workedSeconds(workload, settings);
  const kept = minInstances * SECONDS_PER_MONTH;
  return [
    usageLine(prices.requests, workload.requestsPerMonth / 1e6, allowances.requests),
    usageLine(prices.vcpu, worked * vcpus, allowances.vcpu),
    usageLine(prices.memory, Math.max(0, worked - kept) * gib, allowances.memory),
    ...(minInstances === 0
      ? []
      : [
          fixedLine(prices.idleVcpu, kept * vcpus),
          fixedLine(prices.idleMemory, kept * gib),
          fixedLine(prices.probeVcpu, probedSeconds(minInstances) * vcpus),
        ]),
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
