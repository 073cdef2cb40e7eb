import { placeOf } from "@modelport/aws";
import { awsProfile, type Deploy, ownershipTags, type RequestAuth } from "@modelport/target-kit";
import { workloadEnvironment } from "@modelport/kubernetes-workload";
import { workloadName, type Place as WorkloadPlace } from "@modelport/kubernetes-workload/objects";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { existingCluster } from "./deployment/existing-cluster.ts";
import { networkOf } from "./deployment/network.ts";
import { preflight } from "./deployment/preflight.ts";
import { nodesInWords } from "./nodes-in-words.ts";
import type { EksSettings } from "./settings.ts";

/**
 * Makes a cluster with its nodes, or finds the one that the settings name, and runs the workload in it. Waits for the preflight
 * checks and for what AWS says about the network, and for no resource.
 */
export const deploy: Deploy<EksSettings, pulumi.Input<string>> = async (context) => {
  const { name, stack, settings } = context;
  const { region } = placeOf(stack);
  const account = awsProfile(pulumi.runtime.allConfig());
  await preflight(context, region);
  const existing = settings.cluster === undefined ? undefined : await existingCluster(settings.cluster, stack, region);
  const network = existing === undefined ? await networkOf({ stack, name, region, settings }) : undefined;
  const artifact = context.artifact("oci-image", "linux-x64");
  const own = workloadName(context);
  const place: WorkloadPlace = { stack, name: own, namespace: settings.namespace ?? own, labels: settings.labels };
  const environment = workloadEnvironment(settings, artifact);
  const tags = { ...settings.tags, ...ownershipTags(context) };
  const running = new Deployment(name, {
    artifact,
    settings,
    access: { region, ...account },
    existing,
    network,
    place,
    environment,
    tags,
  });
  const cluster = settings.cluster ?? name;
  const credentials = kubeconfigCommand({ stack, region, cluster, ...account });
  return {
    url: running.url,
    auth: authOf(settings, place, { context: stack, credentials }),
    artifact,
    cluster: running.clusterName,
    kubeconfigCommand: credentials.join(" "),
    namespace: place.namespace,
    serviceName: place.name,
    imageReference: running.imageReference,
    nodes: nodesInWords(settings),
  };
};

interface Access {
  readonly context: string;
  readonly credentials: readonly string[];
}

function authOf(
  { public: isPublic, allowedCidrs }: EksSettings,
  { namespace, name: service }: WorkloadPlace,
  access: Access,
): RequestAuth {
  if (isPublic) return { kind: "none" };
  if (allowedCidrs.length > 0) return { kind: "address-ranges", cidrs: allowedCidrs };
  return { kind: "kubectl-port-forward", namespace, service, ...access };
}

interface Kubeconfig {
  readonly stack: string;
  readonly region: string;
  readonly cluster: string;
  readonly profile?: string;
}

/** Writes the cluster to the kubeconfig of whoever runs it, as a context with the stack's name. */
const kubeconfigCommand = ({ stack, region, cluster, profile }: Kubeconfig): readonly string[] => [
  "aws",
  "eks",
  "update-kubeconfig",
  "--region",
  region,
  "--name",
  cluster,
  "--alias",
  stack,
  ...(profile === undefined ? [] : ["--profile", profile]),
];
