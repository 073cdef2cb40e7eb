// What a single machine costs, and how large it must be.
import {
  type CostLine,
  fixedLine,
  HOURS_PER_MONTH,
  instancesFor,
  periodsOf,
  type Price,
  SECONDS_PER_MONTH,
  usageLine,
  type Workload,
} from "@modelport/target-kit";
import { TARGET_UTILIZATION } from "./alternative.ts";

export interface MachineSize {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** The share of its vCPUs that it may use all the time without a charge. Default: all. */
  readonly baseline?: number;
}

/** The system's own memory, estimated. */
const SYSTEM_MIB = 256;

/** How much one of these sizes costs an hour. */
type HourOf = (size: MachineSize) => Price;

/**
 * The lines for one machine of the smallest size that holds the memory, and what the size for the traffic costs more. `sizes` are
 * in the order of their prices. What the largest cannot serve is in the line of `further`, whose price nobody knows.
 */
export function machineLines(
  workload: Workload,
  sizes: readonly MachineSize[],
  hourOf: HourOf,
  further: Price,
): readonly CostLine[] {
  const largest = sizes.length - 1;
  const least = indexWhere(sizes, ({ memoryGiB }) => workload.memoryMiB + SYSTEM_MIB <= memoryGiB * 1024) ?? largest;
  const serving = indexWhere(sizes, (size, index) => index >= least && machinesFor(workload, size) === 1);
  const [base, chosen] = [hourOf(at(sizes, least)), hourOf(at(sizes, serving ?? largest))];
  const larger = { ...chosen, name: "A larger machine for the traffic", usd: chosen.usd - base.usd };
  const missing = serving === undefined ? machinesFor(workload, at(sizes, largest)) - 1 : 0;
  return [
    fixedLine(base, HOURS_PER_MONTH),
    usageLine(larger, larger.usd > 0 ? HOURS_PER_MONTH : 0),
    usageLine(further, missing),
  ];
}

/** How many machines serve the busiest hour at the target load, and the month's mean load within their baseline. */
function machinesFor(workload: Workload, { vcpus, baseline = 1 }: MachineSize): number {
  const serviceSeconds = workload.durationMs / 1000;
  const peak = Math.max(...periodsOf(workload).map(({ requestsPerSecond }) => requestsPerSecond));
  const byPeak = instancesFor(
    { requestsPerSecond: peak, serviceSeconds },
    {
      serversPerInstance: vcpus,
      maxUtilization: TARGET_UTILIZATION,
      ...(workload.p99Ms !== undefined && { p99Seconds: workload.p99Ms / 1000 }),
      minInstances: 1,
    },
  );
  const busy = (workload.requestsPerMonth / SECONDS_PER_MONTH) * serviceSeconds;
  return Math.max(byPeak, Math.ceil(busy / (vcpus * baseline)));
}

function indexWhere(
  sizes: readonly MachineSize[],
  holds: (size: MachineSize, index: number) => boolean,
): number | undefined {
  const index = sizes.findIndex(holds);
  return index === -1 ? undefined : index;
}

function at(sizes: readonly MachineSize[], index: number): MachineSize {
  const size = sizes[index];
  if (size === undefined) throw new RangeError(`There is no machine size ${index}.`);
  return size;
}
