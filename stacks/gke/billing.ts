// What Google bills of each resource of a stack.
import { googleBilling } from "@modelport/google/billing";
import {
  DEPLOYMENT,
  ingressClass,
  isLoadBalancer,
  leastPods,
  podRequests,
  workloadBilling,
} from "@modelport/kubernetes-workload/billing";
import { HOURS_PER_MONTH } from "@modelport/target-kit";
import {
  type BilledLine,
  type BilledResource,
  type Billing,
  byTraffic,
  inputOf,
  numberOf,
} from "@modelport/target-kit/billing";
import { EPHEMERAL_STORAGE_GIB } from "./autopilot.ts";
import { MACHINE_TYPES, type MachineType } from "./sizes.ts";
import { millionSamples } from "./usage.ts";

const POOL = "gcp:container/nodePool:NodePool";

const always = (line: string): string => `${line}, always`;
const byLoad = (line: string): string => `${line}, by load`;

/** In Autopilot pods are billed by what they reserve; otherwise their nodes are. */
function podLines(_deployment: BilledResource, stack: readonly BilledResource[]): readonly BilledLine[] {
  if (stack.some(({ type }) => type === POOL)) return byTraffic("Log entries");
  const { vcpus, memoryMiB } = podRequests(stack);
  const hours = leastPods(stack) * HOURS_PER_MONTH;
  const due = { "CPU of pods": vcpus, "Memory of pods": memoryMiB / 1024, "Storage of pods": EPHEMERAL_STORAGE_GIB };
  return [
    ...Object.entries(due).map(([line, each]) => ({ line: always(line), quantity: hours * each })),
    ...byTraffic(...Object.keys(due).map(byLoad), "Log entries"),
  ];
}

/** The least nodes of the pool, each with a disk, and with an address unless it is private. */
function poolLines(pool: BilledResource): readonly BilledLine[] {
  const zones = (inputOf(pool, "nodeLocations") as readonly string[]).length;
  const nodes = numberOf(pool, "autoscaling.minNodeCount") * zones;
  const { share } = MACHINE_TYPES[inputOf(pool, "nodeConfig.machineType") as MachineType];
  const node = inputOf(pool, "nodeConfig.spot") === true ? "Spot nodes" : "Nodes";
  const due = {
    [node]: nodes * HOURS_PER_MONTH * share,
    "Disks of nodes": nodes * numberOf(pool, "nodeConfig.diskSizeGb"),
    ...(inputOf(pool, "networkConfig.enablePrivateNodes") === true
      ? {}
      : { "Public addresses of nodes": nodes * HOURS_PER_MONTH }),
  };
  return [
    ...Object.entries(due).map(([line, quantity]) => ({ line: always(line), quantity })),
    ...byTraffic(...Object.keys(due).map(byLoad)),
  ];
}

const BALANCER = { line: "Load balancer", quantity: HOURS_PER_MONTH } as const;
const REQUESTS = "Requests through the load balancer";
const EGRESS = "Responses to the internet";

/** Google's own Ingress makes a load balancer; other controllers share theirs. */
function ingressLines(ingress: BilledResource): readonly BilledLine[] {
  const isGoogles = /^gce(-internal)?$/.test(String(ingressClass(ingress)));
  if (!isGoogles) return byTraffic(EGRESS);
  return [BALANCER, ...byTraffic(REQUESTS, "Responses through the load balancer", EGRESS)];
}

export const billing: Billing = {
  ...googleBilling,
  ...workloadBilling,
  "gcp:container/cluster:Cluster": () => [{ line: "Cluster fee", quantity: HOURS_PER_MONTH }],
  [POOL]: poolLines,
  [DEPLOYMENT]: podLines,
  "kubernetes:core/v1:Service": (service) =>
    isLoadBalancer(service) ? [BALANCER, ...byTraffic(REQUESTS, EGRESS)] : [],
  "kubernetes:networking.k8s.io/v1:Ingress": ingressLines,
  "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": () => byTraffic(EGRESS),
  "kubernetes:monitoring.googleapis.com/v1:PodMonitoring": (_monitoring, stack) => [
    { line: always("Metrics"), quantity: millionSamples(leastPods(stack) * HOURS_PER_MONTH) },
    ...byTraffic(byLoad("Metrics")),
  ],
};
