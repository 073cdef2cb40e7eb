import {
  addressesBoth,
  namespacesRestricted,
  podsFenced,
  routesClosed,
  selectorsMatch,
} from "./kubernetes-networks.ts";
import { podsProbed, podsRestricted, podsSized, podsWithoutToken } from "./kubernetes-pods.ts";
import { podsDrain, rolloutsKeepServing } from "./kubernetes-rollouts.ts";
import { autoscalerDecides, drainsBounded } from "./kubernetes-scaling.ts";

/** The rules about objects of Kubernetes alone. */
export const kubernetesPolicies = [
  podsRestricted,
  podsWithoutToken,
  podsSized,
  podsProbed,
  podsDrain,
  rolloutsKeepServing,
  autoscalerDecides,
  drainsBounded,
  podsFenced,
  selectorsMatch,
  namespacesRestricted,
  routesClosed,
  addressesBoth,
] as const;
