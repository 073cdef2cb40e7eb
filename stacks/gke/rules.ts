// What GKE refuses or changes of settings that are each valid on their own.
import { labelsAreFree } from "@modelport/google/rules";
import { podsFitNodes, podsPerNode, workloadRules } from "@modelport/kubernetes-workload";
import { type Rule as RuleOf, ruleWords } from "@modelport/target-kit";
import { memoryFor, vcpusFor } from "./autopilot.ts";
import { roomOf, zoneCount } from "./nodes.ts";
import type { GkeSettings } from "./settings.ts";
import { machineTypes, USUAL } from "./sizes.ts";

type Rule = RuleOf<GkeSettings>;
type Key = keyof GkeSettings;

const { is, set, remove } = ruleWords<GkeSettings>();

/** Autopilot would change these requests, and each `up` would change them back. */
const podFitsAutopilot: Rule = (settings) => {
  const { mode, requestVcpus, requestMemoryMiB } = settings;
  if (mode !== "autopilot") return {};
  const memory = memoryFor(settings);
  const vcpus = vcpusFor(settings);
  if (memory === requestMemoryMiB) return {};
  return {
    requestMemoryMiB:
      `${is("requestMemoryMiB", requestMemoryMiB)}, but ${is("requestVcpus", requestVcpus)}, and Autopilot raises what is below 1 GiB ` +
      `or above 6.5 GiB for a vCPU: set it with ${set("requestMemoryMiB", memory)}, or the other with ` +
      `${set("requestVcpus", vcpus)}, or choose nodes of your own with ${set("mode", "standard")}.`,
  };
};

const ofNodes = ["machineType", "minNodesPerZone", "maxNodesPerZone", "spot"] as const satisfies readonly Key[];

/** The settings among `keys` that differ from their defaults, and `zones`. */
function chosen(settings: GkeSettings, keys: readonly (keyof typeof USUAL)[]): readonly Key[] {
  return [
    ...keys.filter((key) => settings[key] !== USUAL[key]),
    ...(settings.zones.length > 0 ? ["zones" as const] : []),
  ];
}

const nodesNeedStandard: Rule = (settings) =>
  settings.mode === "standard"
    ? {}
    : Object.fromEntries(
        chosen(settings, ofNodes).map((key) => [
          key,
          `${is(key, settings[key])}, but ${is("mode", "autopilot")}, in which Google chooses the nodes: ` +
            `remove it with ${remove(key)}, or choose them with ${set("mode", "standard")}.`,
        ]),
      );

/** What an existing cluster has been made with. */
const clusterHasItsOwn: Rule = (settings) => {
  const { cluster, subnetwork, apiCidrs, deletionProtection } = settings;
  if (cluster === undefined) return {};
  const ofCluster = ["releaseChannel", "maintenanceStart", "network", "privateNodes"] as const;
  const nodes = settings.mode === "standard" ? chosen(settings, ["machineType", "minNodesPerZone", "spot"]) : [];
  const keys: readonly Key[] = [
    ...ofCluster.filter((key) => settings[key] !== USUAL[key]),
    ...(subnetwork === undefined ? [] : ["subnetwork" as const]),
    ...(apiCidrs.length === 0 ? [] : ["apiCidrs" as const]),
    ...(deletionProtection ? ["deletionProtection" as const] : []),
    ...nodes,
  ];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      `${is(key, settings[key])}, but ${is("cluster", cluster)}, which exists and has its own: ` +
        `remove it with ${remove(key)}, or let the stack create a cluster with ${remove("cluster")}.`,
    ]),
  );
};

const EVERYWHERE = /\/0$/;

const accessIsNarrow: Rule = ({ controlPlane, apiCidrs, cluster }) => {
  const isPublic = controlPlane === "public";
  if (isPublic && apiCidrs.length === 0 && cluster === undefined) {
    return {
      controlPlane:
        `${is("controlPlane", "public")}, but no addresses are named that may reach it: name yours with ` +
        `${set("apiCidrs", ["203.0.113.7/32"])}, or let IAM guard it with ${remove("controlPlane")}.`,
    };
  }
  if (controlPlane === "dns" && apiCidrs.length > 0 && cluster === undefined) {
    return {
      apiCidrs:
        `${is("apiCidrs", apiCidrs)}, but ${is("controlPlane", controlPlane)}, which has no address: ` +
        `remove it with ${remove("apiCidrs")}, or open one to these ranges with ${set("controlPlane", "public")}.`,
    };
  }
  const open = apiCidrs.find((range) => EVERYWHERE.test(range));
  return open === undefined
    ? {}
    : {
        apiCidrs:
          `${is("apiCidrs", apiCidrs)}, but ${open} is everybody: name your own addresses with ${set("apiCidrs", ["203.0.113.7/32"])}, ` +
          `or let IAM guard the control plane with ${remove("apiCidrs")} and ${remove("controlPlane")}.`,
      };
};

const nodesInOrder: Rule = ({ minNodesPerZone, maxNodesPerZone }) =>
  minNodesPerZone <= maxNodesPerZone
    ? {}
    : {
        minNodesPerZone:
          `${is("minNodesPerZone", minNodesPerZone)}, but ${is("maxNodesPerZone", maxNodesPerZone)}: ` +
          `set that to ${minNodesPerZone} or more, as in ${set("maxNodesPerZone", minNodesPerZone)}.`,
      };

/** Up to the pool's maximum: its autoscaler is Google's, and nobody has to do anything. */
const podsFitPool = podsFitNodes<GkeSettings>((settings) => {
  const { mode, cluster, machineType, maxNodesPerZone } = settings;
  if (mode !== "standard" || cluster !== undefined) return undefined;
  const zones = zoneCount(settings);
  const room = roomOf(machineType);
  const larger = machineTypes
    .slice(machineTypes.indexOf(machineType))
    .find((type) => podsPerNode(settings, roomOf(type)) > 0);
  return {
    count: maxNodesPerZone * zones,
    room,
    size: machineType,
    more: (nodes) => ({ key: "maxNodesPerZone", value: Math.ceil(nodes / zones) }),
    larger: () => larger && { key: "machineType", value: larger },
  };
});

/** Labels are on objects of Kubernetes and on resources of Google. What Kubernetes refuses is said once. */
const labelsFitGoogle: Rule = (settings) =>
  workloadRules.some((rule) => [rule(settings).labels ?? []].flat().length > 0) ? {} : labelsAreFree(settings);

export const rules: readonly Rule[] = [
  podFitsAutopilot,
  nodesNeedStandard,
  clusterHasItsOwn,
  accessIsNarrow,
  nodesInOrder,
  podsFitPool,
  labelsFitGoogle,
  ...workloadRules,
];
