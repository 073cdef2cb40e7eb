// The workload's objects as resources of Pulumi.
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WorkloadObjects } from "./objects/index.ts";

export interface WorkloadArgs {
  /** The target's name, for the component's type. */
  readonly target: string;
  readonly objects: WorkloadObjects<pulumi.Input<string>>;
  /** What brings the image to where nodes find it; in a cluster that the target declares, its nodes and add-ons too. */
  readonly podsWaitFor?: readonly pulumi.Resource[];
}

/** Beyond the deadline for progress: the rollout of the pods that follow the first ones. */
const ROLLOUT_SECONDS = 60;

/**
 * Everything that serves the model in a cluster: that of the options' `providers.kubernetes`, otherwise that of the default
 * provider. Objects wait for their provider, so that a cluster and the deployer's access to it come first, and end last.
 */
export class Workload extends pulumi.ComponentResource {
  /** Where callers of the workload reach it: inside the cluster, or at the load balancer or the host that is open to all. */
  readonly url: pulumi.Output<string>;

  constructor(
    name: string,
    { target, objects, podsWaitFor = [] }: WorkloadArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super(`modelport:${target}:Workload`, name, {}, options);
    const { core, apps, apiextensions, autoscaling, policy, networking } = kubernetes;
    const own = { parent: this };
    // A namespace cannot end while the API of metrics-server has no pod, so that it must end before the nodes
    // (https://github.com/kubernetes/kubernetes/issues/60807, https://github.com/gardener/gardener/issues/5979).
    const settled = { ...own, dependsOn: [...podsWaitFor] };
    const namespace = objects.namespace && new core.v1.Namespace(`${name}-namespace`, objects.namespace, settled);
    const within = namespace === undefined ? settled : { ...own, dependsOn: [namespace] };
    const needed = [
      new core.v1.ServiceAccount(`${name}-account`, objects.serviceAccount, within),
      new core.v1.ConfigMap(`${name}-settings`, objects.configMap, within),
      new networking.v1.NetworkPolicy(`${name}-network`, objects.networkPolicy, within),
    ];
    const patience = `${objects.deployment.spec.progressDeadlineSeconds + ROLLOUT_SECONDS}s`;
    const deployment = new apps.v1.Deployment(`${name}-deployment`, objects.deployment, {
      ...own,
      dependsOn: needed,
      // The provider would wait ten minutes for a rollout that has failed.
      customTimeouts: { create: patience, update: patience },
    });
    const behind = { ...own, dependsOn: [deployment] };
    const service = new core.v1.Service(`${name}-service`, objects.service, {
      ...behind,
      // An API server refuses another class, and the provider would update
      // (https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class).
      replaceOnChanges: ["spec.loadBalancerClass"],
      deleteBeforeReplace: true,
    });
    new autoscaling.v2.HorizontalPodAutoscaler(`${name}-autoscaler`, objects.autoscaler, behind);
    new policy.v1.PodDisruptionBudget(`${name}-budget`, objects.disruptionBudget, behind);
    const reached = { ...own, dependsOn: [service] };
    if (objects.ingress) new networking.v1.Ingress(`${name}-ingress`, objects.ingress, reached);
    for (const [role, object] of Object.entries(objects.customs)) {
      new apiextensions.CustomResource(`${name}-${role}`, object, reached);
    }
    this.url = objects.url === undefined ? balancerUrl(service) : pulumi.output(objects.url);
    this.registerOutputs({ url: this.url });
  }
}

/** The provider waits for the address, which some clouds give as a name. */
function balancerUrl({ status }: kubernetes.core.v1.Service): pulumi.Output<string> {
  return status.loadBalancer.ingress.apply(([address]) => {
    const host = address?.hostname ?? address?.ip ?? "";
    return `http://${host.includes(":") ? `[${host}]` : host}`;
  });
}
