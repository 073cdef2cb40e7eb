// How a public host reaches the Service, with what each controller needs: body sizes, timeouts, health checks.
import type { WorkloadSettings } from "../settings.ts";
import { workloadTimeouts } from "../timeouts.ts";
import { PORT, PORT_NAME } from "./deployment.ts";
import { metadataOf, type Place } from "./place.ts";

/** For a streamed batch; controllers end requests after 30 to 60 s by default. */
const REQUEST_SECONDS = 300;
/** As the app itself: MAX_BATCH_BYTES. */
const BODY = "1g";
const HEALTH = { path: "/ready", intervalSeconds: 5, timeoutSeconds: 2, healthyThreshold: 1, unhealthyThreshold: 2 };

/** Google's own controller, which reads its class from an annotation alone. */
const isGoogles = (ingressClass: string | undefined) => ingressClass === "gce" || ingressClass === "gce-internal";

type Routed = WorkloadSettings & { readonly host: string };

/** Whether clients call `host` over https. */
export function isHttps({ gateway, gatewayTls, tlsSecret }: WorkloadSettings): boolean {
  return gateway === undefined ? tlsSecret !== undefined : gatewayTls;
}

/**
 * The AWS Load Balancer Controller, that of EKS Auto Mode included, otherwise makes a load balancer inside of the VPC whose targets
 * are node ports, which the Service does not have; an IngressClass may still say `internal`. Other controllers ignore these
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/).
 */
const onAws = {
  "alb.ingress.kubernetes.io/scheme": "internet-facing",
  "alb.ingress.kubernetes.io/target-type": "ip",
  "alb.ingress.kubernetes.io/target-group-attributes": `deregistration_delay.timeout_seconds=${workloadTimeouts.deregistrationSeconds}`,
  "alb.ingress.kubernetes.io/healthcheck-path": HEALTH.path,
  "alb.ingress.kubernetes.io/healthcheck-interval-seconds": String(HEALTH.intervalSeconds),
  "alb.ingress.kubernetes.io/healthcheck-timeout-seconds": String(HEALTH.timeoutSeconds),
} as const;

/**
 * ingress-nginx takes bodies of 1 MiB and buffers them unless annotations say otherwise
 * (https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/annotations.md); other controllers
 * ignore these. GKE reads the class from an annotation (https://cloud.google.com/kubernetes-engine/docs/concepts/ingress).
 */
function ingress(place: Place, { host, ingressClass, tlsSecret }: Routed) {
  const byAnnotation = isGoogles(ingressClass);
  const nginx = "nginx.ingress.kubernetes.io";
  return {
    apiVersion: "networking.k8s.io/v1" as const,
    kind: "Ingress" as const,
    metadata: {
      ...metadataOf(place),
      annotations: {
        // Some controllers never publish an address, for which the provider would wait.
        "pulumi.com/skipAwait": "true",
        ...(byAnnotation && { "kubernetes.io/ingress.class": ingressClass ?? "" }),
        ...onAws,
        [`${nginx}/proxy-body-size`]: BODY,
        [`${nginx}/proxy-request-buffering`]: "off",
        [`${nginx}/proxy-read-timeout`]: String(REQUEST_SECONDS),
        [`${nginx}/proxy-send-timeout`]: String(REQUEST_SECONDS),
      },
    },
    spec: {
      ...(ingressClass !== undefined && !byAnnotation && { ingressClassName: ingressClass }),
      ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secretName: tlsSecret }] }),
      rules: [
        {
          host,
          http: {
            paths: [
              { path: "/", pathType: "Prefix", backend: { service: { name: place.name, port: { name: PORT_NAME } } } },
            ],
          },
        },
      ],
    },
  };
}

/** https://gateway-api.sigs.k8s.io/api-types/httproute/ */
function httpRoute(place: Place, host: string, gateway: string) {
  const [namespace = "", name = ""] = gateway.split("/");
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadataOf(place),
    spec: {
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", namespace, name }],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: [{ group: "", kind: "Service", name: place.name, port: 80 }],
        },
      ],
    },
  };
}

/** What Google's Ingress takes from the Service: https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration */
function backendConfig(place: Place) {
  return {
    apiVersion: "cloud.google.com/v1",
    kind: "BackendConfig",
    metadata: metadataOf(place),
    spec: {
      timeoutSec: REQUEST_SECONDS,
      connectionDraining: { drainingTimeoutSec: workloadTimeouts.deregistrationSeconds },
      healthCheck: {
        type: "HTTP",
        port: PORT,
        requestPath: HEALTH.path,
        checkIntervalSec: HEALTH.intervalSeconds,
        timeoutSec: HEALTH.timeoutSeconds,
        healthyThreshold: HEALTH.healthyThreshold,
        unhealthyThreshold: HEALTH.unhealthyThreshold,
      },
    },
  };
}

/** Without it Google checks / on the Service's port: https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources */
function healthCheckPolicy(place: Place) {
  return {
    apiVersion: "networking.gke.io/v1",
    kind: "HealthCheckPolicy",
    metadata: metadataOf(place),
    spec: {
      default: {
        checkIntervalSec: HEALTH.intervalSeconds,
        timeoutSec: HEALTH.timeoutSeconds,
        healthyThreshold: HEALTH.healthyThreshold,
        unhealthyThreshold: HEALTH.unhealthyThreshold,
        config: { type: "HTTP", httpHealthCheck: { port: PORT, requestPath: HEALTH.path } },
      },
      targetRef: { group: "", kind: "Service", name: place.name },
    },
  };
}

/** The same page. */
function backendPolicy(place: Place) {
  return {
    apiVersion: "networking.gke.io/v1",
    kind: "GCPBackendPolicy",
    metadata: metadataOf(place),
    spec: {
      default: {
        timeoutSec: REQUEST_SECONDS,
        connectionDraining: { drainingTimeoutSec: workloadTimeouts.deregistrationSeconds },
      },
      targetRef: { group: "", kind: "Service", name: place.name },
    },
  };
}

/** Objects between a public host and the Service, by what they are for. */
export function routesOf(place: Place, settings: WorkloadSettings) {
  const { public: isPublic, host, gateway, gatewayPolicies, ingressClass } = settings;
  if (!isPublic || host === undefined) return { ingress: undefined, customs: {} };
  if (gateway === undefined) {
    return {
      ingress: ingress(place, { ...settings, host }),
      customs: isGoogles(ingressClass) ? { "backend-config": backendConfig(place) } : {},
    };
  }
  const policies =
    gatewayPolicies === "gke"
      ? { "health-check": healthCheckPolicy(place), "backend-policy": backendPolicy(place) }
      : {};
  return { ingress: undefined, customs: { route: httpRoute(place, host, gateway), ...policies } };
}

/** What Google's Ingress looks for at the Service. */
export function serviceAnnotations(
  { name }: Place,
  { public: isPublic, host, gateway, ingressClass }: WorkloadSettings,
) {
  const isRouted = isPublic && host !== undefined && gateway === undefined && isGoogles(ingressClass);
  return isRouted
    ? {
        "cloud.google.com/neg": JSON.stringify({ ingress: true }),
        "cloud.google.com/backend-config": JSON.stringify({ default: name }),
      }
    : {};
}
