import { commitments, machineHour, type MachineRegion } from "@modelport/google/compute-prices";
import { MACHINE_TYPES, machineTypes } from "@modelport/google/machine-types";
import { projectAllowances, projectPrices } from "@modelport/google/prices";
import { COUNTRIES, REGIONS_SOURCE } from "@modelport/google/regions";
import { committedPrices, defineTarget, elsewhere, type Facts, type Price, priceList } from "@modelport/target-kit";
import { course, notDeployed, stated, withoutDeployment } from "./alternative.ts";
import { machineLines } from "./machine.ts";
import { furtherMachines, ONE_MACHINE } from "./one-machine.ts";

const { price } = priceList({ region: "us-central1", readOn: "2026-11-30" });

const types = "https://cloud.google.com/compute/docs/general-purpose-machines#e2_machine_types";
const general = { grade: "unverified", source: "general knowledge" } as const;

/** The share of their two vCPUs that shared-core machines may use all the time: the same page. */
const BASELINE: Readonly<Record<string, number>> = { "e2-small": 0.25, "e2-medium": 0.5 };

const facts = {
  title: "One virtual machine on Google Compute Engine",
  limits: {
    memoryMiB: stated(
      16_384 - 256,
      types,
      "Of an e2-standard-4, the largest type in the table, less the system's own.",
    ),
    vcpus: stated(4, types, "The same."),
    ...ONE_MACHINE.limits,
  },
  qualities: { ...ONE_MACHINE.qualities, lockIn: stated("low", course, "A Linux machine and a container.") },
  offers: ONE_MACHINE.offers,
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new or small one may not have it."),
  ...withoutDeployment,
  cannot: ONE_MACHINE.cannot,
} as const satisfies Facts;

const listed = {
  machine: machineHour("us-central1", "onDemand", "Machine"),
  furtherMachines: furtherMachines(price),
  disk: price({ name: "Disk", unit: "GB-month", usd: 0.1, ...general, note: "pd-balanced, 20 GB." }),
  address: price({ name: "Public address", unit: "address-hour", usd: 0.005, ...general }),
  egress: projectPrices.egress,
} satisfies Record<string, Price>;

/** What a commitment covers, and the id of the price that it leaves. */
const covered = { machine: "committedMachine" } as const;

const withCommitment = (list: typeof listed) => ({
  ...list,
  ...committedPrices(list, covered, commitments.machines),
});

const inRegion = (region: MachineRegion) =>
  withCommitment(
    elsewhere(listed, {
      region,
      readOn: "2026-11-30",
      read: { machine: machineHour(region, "onDemand", listed.machine.name) },
    }),
  );

const sizes = machineTypes.map((name) => {
  const { vcpus, memoryGiB, share } = MACHINE_TYPES[name];
  const baseline = BASELINE[name];
  return { name, vcpus, memoryGiB, share, ...(baseline !== undefined && { baseline }) };
});

export const gceVm = defineTarget({
  ...notDeployed,
  name: "gce-vm",
  facts,
  prices: withCommitment(listed),
  pricesElsewhere: {
    "europe-west1": inRegion("europe-west1"),
    "europe-west3": inRegion("europe-west3"),
    "europe-southwest1": inRegion("europe-southwest1"),
  },
  switches: {
    spot: { note: "One Spot machine may be taken back with 30 seconds' notice, and no other serves then." },
    commitment: {
      note: "A flexible committed use discount covers the machine; not its disk or address.",
      prices: covered,
    },
  },
  allowances: projectAllowances,
  cost: (inputs) => {
    const { prices } = inputs;
    return machineLines(inputs, {
      sizes,
      hourOf: ({ share }) => ({ price: prices.machine, units: share }),
      disk: prices.disk,
      address: prices.address,
      egress: prices.egress,
      further: prices.furtherMachines,
    });
  },
});
