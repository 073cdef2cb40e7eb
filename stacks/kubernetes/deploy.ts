import { type Deploy, type RequestAuth } from "@modelport/target-kit";
import { workloadEnvironment } from "@modelport/kubernetes-workload";
import { workloadName, type Place } from "@modelport/kubernetes-workload/objects";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { imageSource } from "./deployment/image.ts";
import { nodesInWords } from "./nodes.ts";
import type { KubernetesSettings } from "./settings.ts";

/** Brings the image where the cluster's nodes find it, and runs it there. Waits for nothing. */
export const deploy: Deploy<KubernetesSettings, pulumi.Input<string>> = (context) => {
  const { name, stack, settings, model } = context;
  const source = imageSource(settings, stack);
  const artifact = context.artifact("oci-image", "linux-x64");
  const own = workloadName(context);
  const place: Place = { stack, name: own, namespace: settings.namespace ?? own, labels: settings.labels };
  const environment = workloadEnvironment(settings, artifact);
  const running = new Deployment(name, { artifact, modelVersion: model.version, source, settings, place, environment });
  return {
    url: running.url,
    auth: authOf(settings, place),
    artifact,
    namespace: place.namespace,
    serviceName: place.name,
    imageReference: running.imageReference,
    nodes: nodesInWords(settings),
  };
};

/** A private Service is reached through the cluster that the provider deploys to. */
function authOf({ public: isPublic }: KubernetesSettings, { namespace, name: service }: Place): RequestAuth {
  if (isPublic) return { kind: "none" };
  const { "kubernetes:context": context, "kubernetes:kubeconfig": kubeconfig } = pulumi.runtime.allConfig();
  return {
    kind: "kubectl-port-forward",
    namespace,
    service,
    ...(context !== undefined && { context }),
    // The provider takes the file's contents too, which hold credentials.
    ...(kubeconfig !== undefined && isPath(kubeconfig) && { kubeconfig }),
  };
}

const isPath = (kubeconfig: string) => !/^\s*\{|\n|apiVersion/.test(kubeconfig);
