// What AWS refuses, or what would not do what it says, of settings that are each valid on their own.
import { tagsAreFree } from "@modelport/aws/rules";
import { ruleWords, type Rule as RuleOf } from "@modelport/target-kit";
import { podsFitNodes, workloadRules } from "@modelport/kubernetes-workload";
import { apiRules } from "./api-rules.ts";
import { existingClusterRule } from "./existing-cluster.ts";
import { isBurstable, NODE_TYPE_NAMES } from "./node-types.ts";
import { nodesNeeded, roomOf } from "./nodes.ts";
import type { EksSettings } from "./settings.ts";
import { USUAL } from "./sizes.ts";
import { isExtended, NEWEST, VERSIONS } from "./versions.ts";

type Rule = RuleOf<EksSettings>;

const { is, set, remove } = ruleWords<EksSettings>();

const versionIsSupported: Rule = ({ kubernetesVersion: version, extendedSupport, cluster }) =>
  !isExtended(version) || extendedSupport || cluster !== undefined
    ? {}
    : {
        kubernetesVersion:
          `${is("kubernetesVersion", version)}, but its standard support ends on ${VERSIONS[version].standardUntil}, after which EKS ` +
          `upgrades the cluster: set it with ${set("kubernetesVersion", NEWEST)}, or pay for extended support with ${set("extendedSupport", true)}.`,
      };

/** Nothing adds nodes but Auto Mode: what the autoscaler may ask for must find room on those that are there. */
const podsFit = podsFitNodes<EksSettings>((settings) => {
  const { nodeType, nodes: count, autoMode, cluster, maxReplicas } = settings;
  if (autoMode || cluster !== undefined || count < 1) return undefined;
  const larger = NODE_TYPE_NAMES.find((name) => Number.isFinite(nodesNeeded(1, settings, name)) && !isBurstable(name));
  return {
    count,
    room: roomOf(nodeType, count),
    size: nodeType,
    more: () => {
      const needed = nodesNeeded(maxReplicas, settings, nodeType);
      return needed <= USUAL.mostNodes ? { key: "nodes", value: needed } : undefined;
    },
    larger: () => larger && { key: "nodeType", value: larger },
  };
});

/** The node pools of EKS start C, M and R: https://docs.aws.amazon.com/eks/latest/userguide/auto-cost-control.html */
const autoModeTypes: Rule = ({ autoMode, nodeType, cluster }) =>
  !autoMode || !isBurstable(nodeType) || cluster !== undefined
    ? {}
    : {
        nodeType:
          `${is("nodeType", nodeType)}, but ${is("autoMode", true)}, whose node pools have no burstable nodes: ` +
          `remove it with ${remove("nodeType")}, or choose nodes yourself with ${remove("autoMode")}.`,
      };

/** EKS brings no controller for a host, not even in Auto Mode, where an IngressClass makes one of its own. */
const hostNeedsController: Rule = ({ host, ingressClass, gateway }) =>
  host === undefined || ingressClass !== undefined || gateway !== undefined
    ? {}
    : {
        host:
          `${is("host", host)}, but EKS brings no controller that would answer for it: install one, and name its class with ` +
          `${set("ingressClass", "alb")}, or remove it with ${remove("host")}, and a Network Load Balancer answers.`,
      };

const withoutGoogle: Rule = ({ gatewayPolicies, metrics }) => ({
  ...(gatewayPolicies === "gke" && {
    gatewayPolicies: `${is("gatewayPolicies", gatewayPolicies)}, which only GKE knows: remove it with ${remove("gatewayPolicies")}.`,
  }),
  ...(metrics === "pod-monitoring" && {
    metrics: `${is("metrics", metrics)}, which only GKE knows: set it with ${set("metrics", "service-monitor")}.`,
  }),
});

export const rules: readonly Rule[] = [
  existingClusterRule,
  versionIsSupported,
  podsFit,
  autoModeTypes,
  ...apiRules,
  hostNeedsController,
  withoutGoogle,
  tagsAreFree,
  ...workloadRules,
];
