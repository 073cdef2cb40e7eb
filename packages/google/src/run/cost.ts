// The lines of an estimate that a service and a function have in common.
import {
  type Allowance,
  type CostInputs,
  type CostLine,
  fixedLine,
  gibPerMonth,
  type Price,
  SECONDS_PER_MONTH,
  usageLine,
} from "@modelport/target-kit";
import type { requestAllowances, requestPrices } from "./prices.ts";
import type { RunSettings } from "./settings.ts";
import { logGiB } from "./usage.ts";

type Prices = Readonly<Record<keyof typeof requestPrices, Price>>;
type Allowances = Readonly<Record<keyof typeof requestAllowances, Allowance>>;
type Inputs = CostInputs<RunSettings, Prices, Allowances>;

/** Instances are billed while they are busy, for `worked` seconds a month; kept ones cost less while idle. */
export function requestLines({ workload, settings, prices, allowances }: Inputs, worked: number): readonly CostLine[] {
  const { vcpus, minInstances } = settings;
  const gib = settings.memoryMiB / 1024;
  const kept = minInstances * SECONDS_PER_MONTH;
  return [
    usageLine(prices.requests, workload.requestsPerMonth / 1e6, allowances.requests),
    usageLine(prices.vcpu, worked * vcpus, allowances.vcpu),
    usageLine(prices.memory, Math.max(0, worked - kept) * gib, allowances.memory),
    ...(minInstances === 0 ? [] : [fixedLine(prices.idleVcpu, kept * vcpus), fixedLine(prices.idleMemory, kept * gib)]),
  ];
}

/** Log entries, `imagesGB` of images, and the responses' egress. */
export function runLines({ workload, settings, prices, allowances }: Inputs, imagesGB: number): readonly CostLine[] {
  return [
    usageLine(prices.logs, logGiB(workload, settings), allowances.logs),
    fixedLine(prices.registry, Math.max(0, imagesGB - allowances.registry.quantity)),
    usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress),
  ];
}
