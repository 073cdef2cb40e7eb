// What a single machine costs, and how large it must be.
import {
  type Allowance,
  type CostLine,
  fixedLine,
  gibPerMonth,
  HOURS_PER_MONTH,
  instancesAt,
  periodsOf,
  type Price,
  SECONDS_PER_MONTH,
  usageLine,
  type Workload,
} from "@modelport/target-kit";
import { TARGET_UTILIZATION } from "./alternative.ts";
import { DISK_GB } from "./one-machine.ts";

export interface MachineSize {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryGiB: number;
  /** The share of its vCPUs that it may use all the time without a charge. Default: all. */
  readonly baseline?: number;
}

/** The system's own memory, estimated. */
const SYSTEM_MIB = 256;

/** The machines of a vendor. `sizes` are in the order of their prices; one costs `units` of a price an hour. */
interface Machines<S extends MachineSize> {
  readonly sizes: readonly S[];
  readonly hourOf: (size: S) => { readonly price: Price; readonly units: number };
  readonly disk: Price;
  readonly address: Price;
  readonly egress: Price;
  readonly further: Price;
}

interface Inputs {
  readonly workload: Workload;
  readonly settings: { readonly public: boolean };
  readonly allowances: { readonly egress: Allowance };
}

/**
 * The lines for one machine of the smallest size that holds the memory, what the size for the traffic costs more, and what belongs
 * to a machine. What the largest cannot serve is in the line of `further`, whose price nobody knows.
 */
export function machineLines<S extends MachineSize>(
  { workload, settings, allowances }: Inputs,
  { sizes, hourOf, disk, address, egress, further }: Machines<S>,
): readonly CostLine[] {
  const hour = (size: S): Price => {
    const { price, units } = hourOf(size);
    return { ...price, name: `Machine, ${size.name}`, unit: "hour", usd: price.usd * units };
  };
  const largest = sizes.length - 1;
  const least = indexWhere(sizes, ({ memoryGiB }) => workload.memoryMiB + SYSTEM_MIB <= memoryGiB * 1024) ?? largest;
  const serving = indexWhere(sizes, (size, index) => index >= least && machinesFor(workload, size) === 1);
  const [base, chosen] = [hour(at(sizes, least)), hour(at(sizes, serving ?? largest))];
  const larger = { ...chosen, name: "A larger machine for the traffic", usd: chosen.usd - base.usd };
  const missing = serving === undefined ? machinesFor(workload, at(sizes, largest)) - 1 : 0;
  return [
    fixedLine(base, HOURS_PER_MONTH),
    usageLine(larger, larger.usd > 0 ? HOURS_PER_MONTH : 0),
    usageLine(further, missing),
    fixedLine(disk, DISK_GB),
    fixedLine(address, HOURS_PER_MONTH),
    ...(settings.public ? [usageLine(egress, gibPerMonth(workload, workload.responseBytes), allowances.egress)] : []),
  ];
}

/** How many machines serve the busiest hour at the target load, and the month's mean load within their baseline. */
function machinesFor(workload: Workload, { vcpus, baseline = 1 }: MachineSize): number {
  const [{ requestsPerSecond }] = periodsOf(workload);
  const byPeak = instancesAt(requestsPerSecond, workload, {
    serversPerInstance: vcpus,
    maxUtilization: TARGET_UTILIZATION,
    minInstances: 1,
  });
  const busy = (workload.requestsPerMonth / SECONDS_PER_MONTH) * (workload.durationMs / 1000);
  return Math.max(byPeak, Math.ceil(busy / (vcpus * baseline)));
}

function indexWhere<S>(sizes: readonly S[], holds: (size: S, index: number) => boolean): number | undefined {
  const index = sizes.findIndex(holds);
  return index === -1 ? undefined : index;
}

function at<S>(sizes: readonly S[], index: number): S {
  const size = sizes[index];
  if (size === undefined) throw new RangeError(`There is no machine size ${index}.`);
  return size;
}
