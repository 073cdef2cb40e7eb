// What holds for one virtual machine at any vendor.
import type { Facts, Price } from "@modelport/target-kit";
import { judgment, stated } from "./alternative.ts";

const app = "docs/reference/http-api.md";

/** Of a machine's disk, in the estimates. */
export const DISK_GB = 20;

export const ONE_MACHINE = {
  limits: {
    requestTimeoutSeconds: stated(null, app, "Nothing is in front of the app."),
    requestBytes: stated(null, app, "The app takes a streamed batch of 1 GiB."),
    responseBytes: stated(null, app, "The app streams them."),
    unpackedArtifactBytes: stated(DISK_GB * 1024 ** 3, judgment, "The disk of the estimate; a larger one costs more."),
    concurrentRequestsPerInstance: stated(null, app, "The app rejects what its memory cannot hold."),
    instances: stated(1, judgment, "One machine, whose failure is an outage."),
  },
  qualities: {
    latency: stated("consistent", judgment, "The process runs all the time."),
    scaling: stated("none", judgment, "Someone replaces the machine with a larger one."),
    scalesToZero: stated(false, judgment, "It is billed by the hour."),
    gpu: stated(false, judgment, "Machines with a GPU are not in the price table."),
    operations: stated("high", judgment, "Patches, certificates, restarts, backups and monitoring are the team's."),
    people: stated(2, judgment, "One works and one is there when the machine fails."),
  },
  offers: {
    networkControl: stated(true, judgment, "The team runs the proxy and the firewall."),
    hoursPerMonth: stated(8, judgment, "Patches, certificates and a monthly restart."),
  },
  cannot: [
    { what: "survive the loss of its machine or zone", reason: "There is no second one." },
    { what: "be updated without a pause", reason: "Nothing in front of it moves requests to the new process." },
  ],
} as const satisfies {
  readonly limits: Partial<Facts["limits"]>;
  readonly qualities: Partial<Facts["qualities"]>;
  readonly offers: Facts["offers"];
  readonly cannot: Facts["cannot"];
};

type MakePrice = (row: Pick<Price, "name" | "unit" | "usd" | "isUnknown" | "source" | "grade" | "note">) => Price;

/** What a load above the largest machine costs: unknown, because a single machine is then not enough. */
export const furtherMachines = (price: MakePrice): Price =>
  price({
    name: "Further machines and what spreads requests over them",
    unit: "machine",
    usd: 0,
    isUnknown: true,
    source: judgment,
    grade: "own",
    note: "The largest machine of the table cannot serve the load.",
  });
