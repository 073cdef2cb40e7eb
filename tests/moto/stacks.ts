// The stacks that are created in the simulated AWS: each endpoint, and each resource that only some settings declare.
import type { StackSettings } from "@modelport/offline-engine";

interface Stack {
  readonly target: string;
  readonly title: string;
  readonly settings: StackSettings;
}

const stacksOf = (target: string, settings: Readonly<Record<string, StackSettings>>): readonly Stack[] =>
  Object.entries(settings).map(([title, each]) => ({ target, title, settings: each }));

// What an account has before these stacks; `surroundings.py` makes it in the simulated AWS.
const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";
const LISTENER =
  "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/internal-shared/0123456789abcdef/0123456789abcdef";

const throttled = { throttleRequestsPerSecond: 50, throttleBurst: 100 };
const pages = { corsOrigins: ["https://app.example.com"] };

/** Whoever deploys is there. */
const api = { apiCidrs: ["93.184.216.34/32"] };
const privateSubnets = ["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"];

/** Of the account beside its default network; `surroundings.py` makes the subnets. */
export const account = {
  clusters: { shared: {} },
  subnets: Object.fromEntries(privateSubnets.map((id) => [id, { route: "nat", hasOwnRouteTable: true }] as const)),
};

export const stacks: readonly Stack[] = [
  ...stacksOf("lambda", {
    "a function URL, for another account": {
      invokers: ["210987654321"],
      ...pages,
      reservedConcurrency: 10,
      provisionedConcurrency: 2,
      tracing: true,
    },
    "a public function URL that streams": { public: true, streaming: true, threshold: 0.4 },
    "an HTTP API, throttled, for pages": { endpoint: "http-api", ...throttled, ...pages },
    "a REST API, throttled, for another account and pages": {
      endpoint: "rest-api",
      timeoutSeconds: 29,
      ...throttled,
      invokers: ["210987654321"],
      ...pages,
    },
    "an image": { package: "image" },
  }),
  ...stacksOf("ecs", {
    "the defaults": {},
    "by requests, on Spot, for two address ranges": {
      targetRequestsPerMinute: 600,
      spot: true,
      allowedCidrs: ["203.0.113.0/24", "198.51.100.0/24"],
    },
    "in canary deployments": { deployment: "canary" },
    "in linear deployments": { deployment: "linear", stepPercent: 25 },
    "HTTPS for everyone, with access logs": {
      public: true,
      certificateArn: CERTIFICATE,
      domain: "churn.example.com",
      accessLogsBucket: "example-logs",
    },
    "by VPC endpoints, with ECS Exec": { egress: "vpc-endpoints", ecsExec: true, containerInsights: "enhanced" },
    "behind a shared listener": { listenerArn: LISTENER, listenerPaths: ["/api/*"], listenerHosts: ["*.example.com"] },
  }),
  ...stacksOf("eks", {
    "the defaults": api,
    "in Auto Mode, public, without logs": { ...api, autoMode: true, public: true, clusterLogs: [] },
    "a private API in private subnets, with administrators and a key": {
      apiPrivate: true,
      subnetIds: privateSubnets,
      adminArns: ["arn:aws:iam::123456789012:role/teams/platform", "arn:aws:iam::123456789012:user/ana"],
      secretsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
      clusterLogs: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    },
    "an open API, in extended support, on other nodes": {
      apiOpen: true,
      kubernetesVersion: "1.34",
      extendedSupport: true,
      nodeType: "m7i.large",
      nodes: 4,
      logRetentionDays: 90,
      tags: { team: "risk" },
    },
    "for two address ranges": { ...api, allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
    "in an existing cluster": { cluster: "shared" },
  }),
];
