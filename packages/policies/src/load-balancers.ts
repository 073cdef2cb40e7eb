// Load balancers and target groups of AWS: how they serve, and how long they hold a deployment up.
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";

const MOST_DEREGISTRATION_SECONDS = 60;

/** By property of a target group: whether a value is right, and what it must be. */
const targetRules: readonly (readonly [path: string, isRight: (value: unknown) => boolean, must: string])[] = [
  ["targetType", (value) => value === "ip", '"ip", because Fargate has no instances'],
  [
    "deregistrationDelay",
    (value) => typeof value === "number" && value <= MOST_DEREGISTRATION_SECONDS,
    `${MOST_DEREGISTRATION_SECONDS} or less, or a deployment waits for minutes (the default is 300)`,
  ],
  ["healthCheck.path", (value) => value === "/ready", '"/ready", which answers 503 until the model is loaded'],
  [
    "healthCheck.interval",
    (value) => typeof value === "number" && value >= 5 && value <= 10,
    "5 to 10 seconds, or a deployment waits for minutes (the default is 30)",
  ],
];

export const targetGroupsFit = {
  name: "target-groups-fit",
  title: "target groups send requests to tasks that are ready, and let go of them within a minute",
  types: [TARGET_GROUP],
  check: (resource) =>
    targetRules
      .filter(([path, isRight]) => !isRight(inputAt(resource, path)))
      .map(
        ([path, , must]) => `${called(resource)}: ${path} is ${shown(inputAt(resource, path))}, but must be ${must}.`,
      ),
} as const satisfies Policy;

/**
 * Security Hub's controls ELB.1 (HTTP redirects to HTTPS), ELB.4 (invalid headers), ELB.12 (desync) and ELB.17 (TLS policies):
 * https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html
 */
export const loadBalancersHardened = {
  name: "load-balancers-hardened",
  title: "load balancers drop invalid headers, and with a certificate serve nothing but TLS 1.2 and 1.3",
  types: [LOAD_BALANCER, LISTENER],
  check: (resource, graph) =>
    (resource.type === LISTENER ? listenerFaults(resource, graph) : balancerFaults(resource)).map(
      (fault) => `${called(resource)}: ${fault}.`,
    ),
} as const satisfies Policy;

function balancerFaults({ inputs }: DeclaredResource): readonly string[] {
  const { dropInvalidHeaderFields: drops, desyncMitigationMode: mode = "defensive" } = inputs;
  return [
    ...(drops === true ? [] : [`dropInvalidHeaderFields is ${shown(drops)}, but must be true`]),
    ...(mode === "monitor" ? [`desyncMitigationMode is "monitor", but must be "defensive" or "strictest"`] : []),
  ];
}

function listenerFaults({ inputs }: DeclaredResource, graph: Graph): readonly string[] {
  const { protocol, sslPolicy, loadBalancerArn } = inputs;
  if (protocol === "HTTPS") {
    return /^ELBSecurityPolicy-TLS13-1-[23]-/.test(String(sslPolicy))
      ? []
      : [`sslPolicy is ${shown(sslPolicy)}, but must begin with ELBSecurityPolicy-TLS13-1-2- or -1-3-`];
  }
  const isEncrypted = graph.some(
    ({ type, inputs: other }) =>
      type === LISTENER && other["protocol"] === "HTTPS" && other["loadBalancerArn"] === loadBalancerArn,
  );
  const kinds = listOf(inputs["defaultActions"]).map((action) => (isMembers(action) ? action["type"] : undefined));
  return !isEncrypted || kinds.every((kind) => kind === "redirect")
    ? []
    : [`defaultActions has ${shown(kinds)}, but must only redirect, because the load balancer has a certificate`];
}
