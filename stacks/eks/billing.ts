// What AWS bills of each resource of a stack.
import { awsBilling } from "@modelport/aws/billing";
import { DEPLOYMENT, ingressClass, isLoadBalancer, workloadBilling } from "@modelport/kubernetes-workload/billing";
import { HOURS_PER_MONTH } from "@modelport/target-kit";
import {
  type BilledLine,
  type BilledResource,
  type Billing,
  byTraffic,
  inputOf,
  numberOf,
  theOne,
  withoutLine,
} from "@modelport/target-kit/billing";
import { MOST_ZONES } from "./usage.ts";
import { isExtended } from "./versions.ts";

const CLUSTER = "aws:eks/cluster:Cluster";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
/** The subnets of the default VPC have public addresses, which given ones are not expected to have. */
const USUAL_SUBNETS = 3;
const ADDRESSES = "Public IPv4 addresses";
const EGRESS = "Responses to the internet";

const isOld = (cluster: BilledResource): boolean =>
  isExtended(inputOf(cluster, "version") as Parameters<typeof isExtended>[0]);

function clusterLines(cluster: BilledResource): readonly BilledLine[] {
  const isPaid = inputOf(cluster, "upgradePolicy.supportType") === "EXTENDED";
  return [
    { line: "Control plane", quantity: HOURS_PER_MONTH },
    ...(isPaid ? [{ line: "Extended support of the version", quantity: isOld(cluster) ? HOURS_PER_MONTH : 0 }] : []),
    ...(inputOf(cluster, "computeConfig.enabled") === true ? autoModeLines(cluster) : []),
  ];
}

/** EKS starts and stops nodes itself: the declared cluster does not say how many, nor of which type. */
function autoModeLines(cluster: BilledResource): readonly BilledLine[] {
  const names = ["Nodes, m7i.large", "Auto Mode", "Disks of the nodes", ...(hasAddresses(cluster) ? [ADDRESSES] : [])];
  return byTraffic(...names, ...names.map(forTraffic), "CPU beyond the baseline of burstable nodes");
}

const forTraffic = (line: string): string => `${line}, for traffic`;

const hasAddresses = (resource: BilledResource, path = "vpcConfig.subnetIds"): boolean =>
  (inputOf(resource, path) as readonly string[]).length === USUAL_SUBNETS;

function groupLines(group: BilledResource, stack: readonly BilledResource[]): readonly BilledLine[] {
  const nodes = numberOf(group, "scalingConfig.minSize");
  const disk = numberOf(theOne(stack, TEMPLATE), "blockDeviceMappings.0.ebs.volumeSize");
  const lines = [
    { line: `Nodes, ${String(inputOf(group, "instanceTypes.0"))}`, quantity: nodes * HOURS_PER_MONTH },
    { line: "Disks of the nodes", quantity: nodes * disk },
    ...(hasAddresses(group, "subnetIds") ? [{ line: ADDRESSES, quantity: nodes * HOURS_PER_MONTH }] : []),
  ];
  return [
    ...lines,
    ...byTraffic(...lines.map(({ line }) => forTraffic(line)), "CPU beyond the baseline of burstable nodes"),
  ];
}

/** Of a Service or an Ingress that faces the internet. */
function balancerLines(stack: readonly BilledResource[], units: string): readonly BilledLine[] {
  const cluster = stack.find(({ type }) => type === CLUSTER);
  const subnets = cluster === undefined ? undefined : (inputOf(cluster, "vpcConfig.subnetIds") as readonly string[]);
  const zones = subnets?.length ?? MOST_ZONES;
  return [
    { line: "Load balancer", quantity: HOURS_PER_MONTH },
    { line: `${ADDRESSES}, of the load balancer`, quantity: zones * HOURS_PER_MONTH },
    ...byTraffic(units, EGRESS),
  ];
}

export const billing: Billing = {
  ...awsBilling,
  ...workloadBilling,
  [CLUSTER]: clusterLines,
  "aws:eks/nodeGroup:NodeGroup": groupLines,
  // The control plane writes its lines, and not requests.
  "aws:cloudwatch/logGroup:LogGroup": (_group, stack) =>
    (inputOf(theOne(stack, CLUSTER), "enabledClusterLogTypes") as readonly string[]).length > 0
      ? byTraffic("Control plane logs")
      : [],
  "kubernetes:core/v1:Service": (service, stack) =>
    isLoadBalancer(service) ? balancerLines(stack, "Capacity units of the load balancer") : [],
  // Other controllers share a load balancer, which is not the stack's.
  "kubernetes:networking.k8s.io/v1:Ingress": (ingress, stack) =>
    ingressClass(ingress) === "alb"
      ? balancerLines(stack, "Capacity units of the Ingress's load balancer")
      : byTraffic(EGRESS),
  "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": () => byTraffic(EGRESS),
  ...withoutLine("Its pods run on the nodes, which are billed.", "https://aws.amazon.com/eks/pricing", [
    DEPLOYMENT,
    TEMPLATE,
    "aws:eks/accessEntry:AccessEntry",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/addon:Addon",
  ]),
};
