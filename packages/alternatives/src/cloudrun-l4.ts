import { commitments, instancePrices } from "@modelport/google/compute-prices";
import { projectAllowances, projectPrices } from "@modelport/google/prices";
import { aliveInstances } from "@modelport/google/run-instances";
import { COUNTRIES, REGIONS_SOURCE } from "@modelport/google/regions";
import { tier1 } from "@modelport/google/run";
import {
  committedPrices,
  defineTarget,
  elsewhere,
  type Facts,
  fixedLine,
  gibPerMonth,
  type Price,
  priceList,
  SECONDS_PER_MONTH,
  usageLine,
  workersFor,
} from "@modelport/target-kit";
import { APP_ENTRY_BYTES, course, judgment, notDeployed, stated, withoutDeployment } from "./alternative.ts";

const { price } = priceList({ region: "us-central1", readOn: "2026-11-30" });

const gpu = "https://cloud.google.com/run/docs/configuring/services/gpu";
const quotas = "https://cloud.google.com/run/quotas";

/** What an instance with an L4 has, by the page on GPUs; above the smaller memory it needs twice the CPU. */
const SIZES = { least: { vcpus: 4, memoryGiB: 16 }, most: { vcpus: 8, memoryGiB: 32 } } as const;
/** An image with CUDA, estimated from the size of onnxruntime's GPU build and NVIDIA's runtime image. */
const IMAGE_GB = 3;

const facts = {
  title: "Google Cloud Run with an L4 GPU",
  limits: {
    memoryMiB: stated(32_768, quotas, "Of the instance; the L4 has 24 GB of its own."),
    vcpus: stated(8, gpu, "At least 4, with at least 16 GiB."),
    requestTimeoutSeconds: stated(3600, "https://cloud.google.com/run/docs/configuring/request-timeout"),
    requestBytes: stated(33_554_432, quotas, "Over HTTP/1."),
    responseBytes: stated(33_554_432, quotas, "Streamed responses have no limit."),
    unpackedArtifactBytes: stated(null, quotas, "There is no direct limit on the size of an image."),
    concurrentRequestsPerInstance: stated(1000, quotas),
    instances: stated(3, gpu, "The quota without zonal redundancy, by project and region; it can be raised."),
  },
  qualities: {
    latency: stated("variable", gpu, "An instance with a GPU starts in about 5 s, before it loads the model."),
    scaling: stated("automatic", gpu),
    scalesToZero: stated(true, gpu, "An idle instance is billed until it is stopped, after up to 15 minutes."),
    gpu: stated(
      true,
      gpu,
      "One L4 for an instance. It needs an image with onnxruntime's GPU build, which modelport does not make.",
    ),
    operations: stated("low", gpu, "No machines, no drivers and no cluster to operate."),
    lockIn: stated("medium", course, "The image runs anywhere with an NVIDIA driver."),
    people: stated(1, judgment, "As cloudrun."),
  },
  offers: {
    networkControl: stated(false, "https://cloud.google.com/run/docs/securing/ingress", "As cloudrun."),
    hoursPerMonth: stated(3, judgment, "As cloudrun, and an image with CUDA to keep up to date."),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor, of which few have L4s."),
  ...withoutDeployment,
  cannot: [
    { what: "run in most regions", reason: "L4s are in a few regions, among them us-central1 and europe-west1." },
  ],
} as const satisfies Facts;

const listed = {
  ...instancePrices,
  gpu: price({
    name: "L4 GPUs",
    unit: "GPU-second",
    usd: 0.672 / 3600,
    grade: "catalog",
    source: "Cloud Billing catalog of Cloud Run, a public snapshot of 2026-08",
    note: "Without zonal redundancy, 0.672 an hour; with it 1.047. Billed as long as the instance exists.",
  }),
  ...projectPrices,
} satisfies Record<string, Price>;

/** What a commitment covers, and the ids of the prices that it leaves. */
const covered = { instanceVcpu: "committedVcpu", instanceMemory: "committedMemory" } as const;

const withCommitments = (list: typeof listed) => ({
  ...list,
  ...committedPrices(list, covered, commitments.cloudRunByInstance),
});

/** Instances whose CPU is always allocated, as GPUs require. A request is assumed to take as long as on a vCPU: measure yours. */
export const cloudrunL4 = defineTarget({
  ...notDeployed,
  name: "cloudrun-l4",
  facts,
  prices: withCommitments(listed),
  pricesElsewhere: {
    "europe-west1": withCommitments(
      elsewhere(listed, {
        region: "europe-west1",
        readOn: "2026-11-30",
        read: {
          instanceVcpu: { usd: listed.instanceVcpu.usd, ...tier1 },
          instanceMemory: { usd: listed.instanceMemory.usd, ...tier1 },
        },
      }),
    ),
  },
  switches: {
    spot: { note: "Cloud Run has no spare capacity to buy." },
    commitment: {
      note: "A flexible committed use discount covers the CPU and the memory of the quietest hour; GPUs keep their price.",
      prices: covered,
    },
  },
  allowances: projectAllowances,
  cost: ({ workload, prices, allowances }) => {
    const { requestsPerMonth, durationMs, responseBytes } = workload;
    const { vcpus, memoryGiB } = workload.memoryMiB > SIZES.least.memoryGiB * 1024 ? SIZES.most : SIZES.least;
    const perSecond = requestsPerMonth / SECONDS_PER_MONTH;
    const alive = aliveInstances(perSecond, durationMs / 1000, workersFor(vcpus)) * SECONDS_PER_MONTH;
    return [
      usageLine(prices.gpu, alive),
      usageLine(prices.instanceVcpu, alive * vcpus),
      usageLine(prices.instanceMemory, alive * memoryGiB),
      usageLine(prices.logs, gibPerMonth(workload, APP_ENTRY_BYTES), allowances.logs),
      fixedLine(prices.registry, Math.max(0, IMAGE_GB - allowances.registry.quantity)),
      usageLine(prices.egress, gibPerMonth(workload, responseBytes), allowances.egress),
    ];
  },
});
