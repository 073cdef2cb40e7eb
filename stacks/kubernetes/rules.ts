// What the target refuses of settings that are each valid on their own.
import { type Rule as RuleOf, ruleWords } from "@modelport/target-kit";
import { podsPerNode, workloadRules } from "@modelport/kubernetes-workload";
import { nodeRoom } from "./nodes.ts";
import type { KubernetesSettings } from "./settings.ts";

type Rule = RuleOf<KubernetesSettings>;

const { is, set, remove } = ruleWords<KubernetesSettings>();

const oneWayForTheImage: Rule = ({ imageRepository, loadInto }) =>
  imageRepository === undefined || loadInto === "none"
    ? {}
    : {
        loadInto:
          `${is("loadInto", loadInto)}, but ${is("imageRepository", imageRepository)}, and pods take the image from one place: ` +
          `remove it with ${remove("loadInto")}, or load it with ${remove("imageRepository")}.`,
      };

const pushNeedsRepository: Rule = ({ imageRepository, pushImage }) =>
  pushImage || imageRepository !== undefined
    ? {}
    : {
        pushImage:
          `${is("pushImage", false)}, but no registry is named: name it with ` +
          `${set("imageRepository", "registry.example.com/team/churn-api")}, or remove it with ${remove("pushImage")}.`,
      };

const clusterNeedsLoading: Rule = ({ loadInto, localCluster }) =>
  localCluster === undefined || loadInto === "kind" || loadInto === "minikube"
    ? {}
    : {
        localCluster:
          `${is("localCluster", localCluster)}, but ${is("loadInto", loadInto)}: load the image into that cluster with ` +
          `${set("loadInto", "kind")} or ${set("loadInto", "minikube")}, or remove it with ${remove("localCluster")}.`,
      };

const podFitsNode: Rule = (settings) => {
  const room = nodeRoom(settings);
  if (podsPerNode(settings, room) >= 1) return {};
  const { requestVcpus, requestMemoryMiB, nodeVcpus, nodeMemoryGiB } = settings;
  return {
    ...(requestVcpus > room.vcpus && {
      nodeVcpus: `${is("nodeVcpus", nodeVcpus)}, but ${is("requestVcpus", requestVcpus)}, and the system keeps a part of a node: set it with ${set("nodeVcpus", Math.ceil(requestVcpus * 1.1))}.`,
    }),
    ...(requestMemoryMiB > room.memoryMiB && {
      nodeMemoryGiB: `${is("nodeMemoryGiB", nodeMemoryGiB)}, but ${is("requestMemoryMiB", requestMemoryMiB)}, and the system keeps a part of a node: set it with ${set("nodeMemoryGiB", Math.ceil((requestMemoryMiB / 1024 + 0.1) * 1.34))}.`,
    }),
  };
};

export const rules: readonly Rule[] = [
  oneWayForTheImage,
  pushNeedsRepository,
  clusterNeedsLoading,
  podFitsNode,
  ...workloadRules,
];
