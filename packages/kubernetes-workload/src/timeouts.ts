// The one table of timeouts of the workload, whatever stands in front of it.
import { serverTimeouts, type Timeouts } from "@modelport/target-kit";

/**
 * The strictest front decides: Google's load balancers keep idle connections to a backend for 600 s, which cannot be changed
 * (https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries), an ALB and ingress-nginx for 60 s.
 */
const FRONT_IDLE_SECONDS = 600;

/**
 * How long a pod that terminates may still get new connections: its EndpointSlice, then kube-proxy on every node and the
 * controllers of load balancers must notice (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination).
 */
const ENDPOINT_REMOVAL_SECONDS = 5;

export const workloadTimeouts = {
  ...serverTimeouts,
  requestSeconds: null,
  frontIdleSeconds: FRONT_IDLE_SECONDS,
  cpuPausedBetweenRequests: false,
  serverKeepAliveSeconds: FRONT_IDLE_SECONDS + 20,
  serverHeadersSeconds: FRONT_IDLE_SECONDS + 21,
  deregistrationSeconds: ENDPOINT_REMOVAL_SECONDS,
  preStopSeconds: 10,
  graceSeconds: 30,
} as const satisfies Timeouts;
