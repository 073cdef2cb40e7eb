import { placeOf } from "@modelport/google";
import { workloadEnvironment } from "@modelport/kubernetes-workload";
import { type Place as WorkloadPlace, workloadName } from "@modelport/kubernetes-workload/objects";
import { type Deploy, ownershipTags, type RequestAuth } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import { credentialsOf } from "./deployment/access.ts";
import { Deployment } from "./deployment/deployment.ts";
import { namesOf } from "./deployment/names.ts";
import { checkNetwork } from "./deployment/network.ts";
import { zonesOf } from "./deployment/zones.ts";
import type { GkeSettings } from "./settings.ts";

/** Pushes the image into a repository of the stack's own, creates a cluster, and runs the image there. Waits for nothing. */
export const deploy: Deploy<GkeSettings, pulumi.Input<string>> = (context) => {
  const { name, stack, settings, model } = context;
  const place = placeOf(stack);
  const names = namesOf(context);
  checkNetwork(settings, place, stack);
  const zones = zonesOf(settings, place, stack);
  const artifact = context.artifact("oci-image", "linux-x64");
  const own = workloadName(context);
  const workload: WorkloadPlace = { stack, name: own, namespace: settings.namespace ?? own, labels: settings.labels };
  const labels = { ...settings.labels, ...ownershipTags(context) };
  const environment = workloadEnvironment(settings, artifact);
  const access = credentialsOf(names.cluster, place, settings);
  const args = {
    artifact,
    modelVersion: model.version,
    stack,
    settings,
    place,
    zones,
    names,
    labels,
    workload,
    environment,
  };
  const running = new Deployment(name, args);
  return {
    url: running.url,
    auth: authOf(settings, workload, access),
    artifact,
    project: place.project,
    region: place.region,
    clusterName: names.cluster,
    credentialsCommand: access.credentials.join(" "),
    namespace: workload.namespace,
    serviceName: workload.name,
    imageReference: running.imageReference,
  };
};

/** A private Service is reached through the cluster, with the credentials of whoever calls. */
function authOf(
  { public: isPublic }: GkeSettings,
  { namespace, name: service }: WorkloadPlace,
  access: ReturnType<typeof credentialsOf>,
): RequestAuth {
  return isPublic ? { kind: "none" } : { kind: "kubectl-port-forward", namespace, service, ...access };
}
