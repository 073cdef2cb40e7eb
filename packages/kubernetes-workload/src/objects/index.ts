// The whole workload as plain data: settings -> Kubernetes objects. Nothing here needs Pulumi or a cluster.
import type { WorkloadSettings } from "../settings.ts";
import { autoscaler, disruptionBudget } from "./autoscaler.ts";
import { deployment, type PodImage } from "./deployment.ts";
import { monitoring } from "./monitoring.ts";
import { balancedService, type LoadBalancing, networkPolicy, service } from "./network.ts";
import type { Place } from "./place.ts";
import { isHttps, routesOf, serviceAnnotations } from "./routes.ts";
import { configMap, namespace, serviceAccount } from "./surroundings.ts";

export { progressDeadlineSeconds, type PodImage } from "./deployment.ts";
export type { LoadBalancing } from "./network.ts";
export { loadedReference, workloadName } from "./names.ts";
export type { Place } from "./place.ts";

export interface WorkloadInput<V> {
  readonly place: Place;
  readonly settings: WorkloadSettings;
  readonly image: PodImage<V>;
  /** The app's variables, without the artifact's digest. */
  readonly environment: Readonly<Record<string, string>>;
  /** Labels of the nodes that pods may run on; all nodes by default. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** What a cloud's load balancer needs of the Service; ignored where no load balancer of its own opens it. */
  readonly service?: LoadBalancing;
}

/** Every object of the workload. `V` is the type of an image's reference that may be known later. */
export function workloadObjects<V>(input: WorkloadInput<V>) {
  const { place, settings, image, environment, nodeSelector, service: balancing } = input;
  const config = configMap(place, environment);
  const isOpen = settings.public && settings.host === undefined;
  const { ingress, customs } = routesOf(place, settings);
  return {
    // An existing namespace belongs to somebody else.
    namespace: settings.namespace === undefined ? namespace(place) : undefined,
    serviceAccount: serviceAccount(place),
    configMap: config,
    networkPolicy: networkPolicy(place),
    deployment: deployment(place, settings, { image, configMap: config.metadata.name, nodeSelector }),
    service: isOpen ? balancedService(place, balancing) : service(place, serviceAnnotations(place, settings)),
    autoscaler: autoscaler(place, settings),
    disruptionBudget: disruptionBudget(place),
    ingress,
    /** Kinds that the cluster knows only if somebody has installed them, by what they are for. */
    customs: {
      ...customs,
      ...(settings.metrics !== "none" && { monitoring: monitoring(place, settings.metrics) }),
    },
    /** Undefined if the address of the load balancer is known only later. */
    url: isOpen ? undefined : urlOf(place, settings),
  };
}

export type WorkloadObjects<V> = ReturnType<typeof workloadObjects<V>>;

function urlOf({ name, namespace: within }: Place, settings: WorkloadSettings): string {
  if (!settings.public || settings.host === undefined) return `http://${name}.${within}.svc`;
  return `${isHttps(settings) ? "https" : "http"}://${settings.host}`;
}
