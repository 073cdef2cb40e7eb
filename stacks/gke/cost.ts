import { imagesGB } from "@modelport/google/prices";
import {
  type CostInputs,
  type CostLine,
  fixedLine,
  gibPerMonth,
  HOURS_PER_MONTH,
  loggedBytes,
  type Price,
  usageLine,
} from "@modelport/target-kit";
import { EPHEMERAL_STORAGE_GIB } from "./autopilot.ts";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { GkeSettings } from "./settings.ts";
import { MACHINE_TYPES, NODE_DISK_GB } from "./sizes.ts";
import { APP_ENTRY_BYTES, furtherNodeHours, furtherPodHours, leastNodes, millionSamples } from "./usage.ts";

type Inputs = CostInputs<GkeSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the cluster, its pods or nodes, the load balancer, log entries, images, and the responses' egress. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  return [
    ...(settings.cluster === undefined ? [clusterFee(inputs)] : []),
    ...(settings.mode === "autopilot" ? byPod(inputs) : byNode(inputs)),
    ...(settings.metrics === "pod-monitoring" ? metrics(inputs) : []),
    ...(settings.public ? openToAll(inputs) : []),
    usageLine(prices.logs, gibPerMonth(workload, loggedBytes(settings.logLevel, APP_ENTRY_BYTES)), allowances.logs),
    fixedLine(prices.registry, Math.max(0, imagesGB(settings) - allowances.registry.quantity)),
  ];
}

/** A regional Standard cluster gets nothing of the monthly credit. */
function clusterFee({ settings, prices, allowances }: Inputs): CostLine {
  const free = settings.mode === "autopilot" ? allowances.cluster.quantity : 0;
  return fixedLine(prices.cluster, Math.max(0, HOURS_PER_MONTH - free));
}

const always = (price: Price): Price => ({ ...price, name: `${price.name}, always` });
const more = (price: Price): Price => ({ ...price, name: `${price.name}, by load` });

/** What the pods reserve, and the storage that Autopilot gives to each. */
function byPod({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const least = settings.minReplicas * HOURS_PER_MONTH;
  const further = furtherPodHours(workload, settings);
  const { podVcpu, podMemory, podStorage } = prices;
  const gib = settings.requestMemoryMiB / 1024;
  return [
    fixedLine(always(podVcpu), least * settings.requestVcpus),
    fixedLine(always(podMemory), least * gib),
    fixedLine(always(podStorage), least * EPHEMERAL_STORAGE_GIB),
    usageLine(more(podVcpu), further * settings.requestVcpus),
    usageLine(more(podMemory), further * gib),
    usageLine(more(podStorage), further * EPHEMERAL_STORAGE_GIB),
  ];
}

/** Whole nodes with their disks, and with their addresses unless they are private. */
function byNode({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const price = settings.spot ? prices.spotNode : prices.node;
  const { share } = MACHINE_TYPES[settings.machineType];
  const least = leastNodes(settings) * HOURS_PER_MONTH;
  const further = furtherNodeHours(workload, settings);
  const disks = (hours: number) => (hours / HOURS_PER_MONTH) * NODE_DISK_GB;
  return [
    fixedLine(always(price), least * share),
    fixedLine(always(prices.nodeDisk), disks(least)),
    ...(settings.privateNodes ? [] : [fixedLine(always(prices.nodeAddress), least)]),
    usageLine(more(price), further * share),
    usageLine(more(prices.nodeDisk), disks(further)),
    ...(settings.privateNodes ? [] : [usageLine(more(prices.nodeAddress), further)]),
  ];
}

function metrics({ workload, settings, prices }: Inputs): readonly CostLine[] {
  return [
    fixedLine(always(prices.samples), millionSamples(settings.minReplicas * HOURS_PER_MONTH)),
    usageLine(more(prices.samples), millionSamples(furtherPodHours(workload, settings))),
  ];
}

/** Google's Ingress makes a load balancer for each Ingress; a Gateway and other controllers share theirs. */
const hasOwnBalancer = ({ host, gateway, ingressClass = "" }: GkeSettings): boolean =>
  host === undefined || (gateway === undefined && /^gce(-internal)?$/.test(ingressClass));

/** A load balancer of the stack's own, unless it is shared, and what leaves Google's network. */
function openToAll({ workload, settings, prices, allowances }: Inputs): readonly CostLine[] {
  return [
    ...(hasOwnBalancer(settings)
      ? [
          fixedLine(prices.forwardingRule, HOURS_PER_MONTH),
          usageLine(prices.balancedRequests, gibPerMonth(workload, workload.requestBytes)),
          ...(settings.host === undefined
            ? []
            : [usageLine(prices.balancedResponses, gibPerMonth(workload, workload.responseBytes))]),
        ]
      : []),
    usageLine(prices.egress, gibPerMonth(workload, workload.responseBytes), allowances.egress),
  ];
}
