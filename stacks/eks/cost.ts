import { APPLICATION_UNIT, capacityUnitHours as unitHours } from "@modelport/aws/capacity-units";
import { IMAGE_GB } from "@modelport/aws/prices";
import {
  type CostInputs,
  type CostLine,
  fixedLine,
  HOURS_PER_MONTH,
  type Price,
  usageLine,
} from "@modelport/target-kit";
import { familyOf, type NodeTypeName, unitsOf } from "./node-types.ts";
import { DISK_GB } from "./sizes.ts";
import type { allowances as freeTier, prices as listPrices } from "./prices.ts";
import type { EksSettings } from "./settings.ts";
import {
  capacityUnitHours,
  clusterLogGB,
  facesInternet,
  hasIngressBalancer,
  MOST_ZONES,
  nodesOf,
  responseGB,
  surplusVcpuHours,
} from "./usage.ts";
import { isExtended } from "./versions.ts";

/** The controller leaves the default: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html. */
const INGRESS_IDLE_SECONDS = 60;

type Inputs = CostInputs<EksSettings, typeof listPrices, typeof freeTier>;

/** The month's lines: the cluster and its nodes, unless they are somebody else's, the load balancer, the image and egress. */
export function cost(inputs: Inputs): readonly CostLine[] {
  const { settings, prices } = inputs;
  return [
    ...(settings.cluster === undefined ? [...clusterLines(inputs), ...nodeLines(inputs)] : []),
    ...balancerLines(inputs),
    fixedLine(prices.imageStorage, IMAGE_GB),
  ];
}

function clusterLines({ settings, prices, allowances, on }: Inputs): readonly CostLine[] {
  const logs = Math.max(0, clusterLogGB(settings) - allowances.clusterLogs.quantity);
  return [
    fixedLine(prices.controlPlane, HOURS_PER_MONTH),
    ...(settings.extendedSupport
      ? [fixedLine(prices.extendedSupport, isExtended(settings.kubernetesVersion, on) ? HOURS_PER_MONTH : 0)]
      : []),
    ...(settings.clusterLogs.length > 0 ? [fixedLine(prices.clusterLogs, logs)] : []),
  ];
}

const forTraffic = (price: Price): Price => ({ ...price, name: `${price.name}, for traffic` });

/** Of one node and hour, by the name of its type. */
function nodePrice(prices: Inputs["prices"], nodeType: NodeTypeName): Price {
  const { name: _, ...price } = prices[familyOf(nodeType)];
  return {
    ...price,
    name: `Nodes, ${nodeType}`,
    unit: "node-hour",
    usd: price.usd * unitsOf(nodeType),
  };
}

/** Whole nodes; those that traffic needs beyond the declared ones cost the whole month, because nothing removes them. */
function nodeLines({ workload, settings, prices }: Inputs): readonly CostLine[] {
  const { always, more } = nodesOf(workload, settings);
  const price = nodePrice(prices, settings.nodeType);
  const diskGB = settings.autoMode ? DISK_GB.autoMode : DISK_GB.nodeGroup;
  const lines = (quantity: (nodes: number) => number, of: Price) => [
    fixedLine(of, quantity(always)),
    usageLine(forTraffic(of), quantity(more)),
  ];
  return [
    ...lines((nodes) => nodes * HOURS_PER_MONTH, price),
    ...(settings.autoMode ? lines((nodes) => nodes * HOURS_PER_MONTH * price.usd, prices.autoMode) : []),
    usageLine(prices.credits, surplusVcpuHours(workload, settings)),
    ...lines((nodes) => nodes * diskGB, prices.disks),
    ...(settings.subnetIds.length === 0 ? lines((nodes) => nodes * HOURS_PER_MONTH, prices.publicIpv4) : []),
  ];
}

/** A load balancer of the stack's own, unless a controller or a Gateway shares one, and the responses to the internet. */
function balancerLines(inputs: Inputs): readonly CostLine[] {
  const { workload, settings, prices, allowances } = inputs;
  const own = facesInternet(settings)
    ? [usageLine(prices.capacityUnits, capacityUnitHours(workload))]
    : hasIngressBalancer(settings)
      ? [usageLine(prices.ingressUnits, unitHours(workload, APPLICATION_UNIT, INGRESS_IDLE_SECONDS))]
      : [];
  return [
    ...(own.length > 0 ? [...balancerHours(inputs), ...own] : []),
    ...(settings.public || facesInternet(settings)
      ? [usageLine(prices.egress, responseGB(workload), allowances.egress)]
      : []),
  ];
}

function balancerHours({ settings, prices }: Inputs): readonly CostLine[] {
  const zones = settings.subnetIds.length > 0 ? settings.subnetIds.length : MOST_ZONES;
  const addresses = { ...prices.publicIpv4, name: `${prices.publicIpv4.name}, of the load balancer` };
  return [fixedLine(prices.loadBalancer, HOURS_PER_MONTH), fixedLine(addresses, zones * HOURS_PER_MONTH)];
}
