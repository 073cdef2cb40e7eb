// Who can reach what is deployed: only callers with credentials, unless the settings say `public: true`.
import { inputAt, listOf, membersOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";
import { allowStatements } from "./policy-statements.ts";

const remedy = "or set modelport:public to true if it is meant to be public";

/** For each type, what it opens to everyone: the middle of a sentence, with the value and what it must be. */
const endpoints: Readonly<Record<string, (resource: DeclaredResource, graph: Graph) => readonly string[]>> = {
  "aws:lambda/functionUrl:FunctionUrl": mustBe("authorizationType", "AWS_IAM"),
  "aws:lambda/permission:Permission": (resource) => {
    const { principal, sourceAccount, sourceArn, principalOrgId } = resource.inputs;
    if (principal !== "*" || [sourceAccount, sourceArn, principalOrgId].some((each) => typeof each === "string"))
      return [];
    return [
      'principal is "*" without a condition, but must be an account, a service, or have sourceAccount, sourceArn or principalOrgId',
    ];
  },
  "aws:lb/loadBalancer:LoadBalancer": internalOrForRanges,
  "aws:alb/loadBalancer:LoadBalancer": internalOrForRanges,
  "aws:ec2/securityGroup:SecurityGroup": openIngress,
  "aws:ec2/securityGroupRule:SecurityGroupRule": (resource) =>
    resource.inputs["type"] === "ingress" ? openAddresses(resource, ["cidrBlocks", "ipv6CidrBlocks"]) : [],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (resource) =>
    openAddresses(resource, ["cidrIpv4", "cidrIpv6"]),
  // Browsers cannot sign CORS preflight requests.
  "aws:apigatewayv2/route:Route": (resource) =>
    String(resource.inputs["routeKey"]).startsWith("OPTIONS ")
      ? []
      : mustBeOneOf("authorizationType", ["AWS_IAM", "JWT", "CUSTOM"])(resource),
  "aws:apigateway/method:Method": (resource) =>
    resource.inputs["httpMethod"] === "OPTIONS"
      ? []
      : mustBeOneOf("authorization", ["AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"])(resource),
  "aws:apigateway/restApi:RestApi": everyoneInStatements,
  "aws:apigateway/restApiPolicy:RestApiPolicy": everyoneInStatements,
  "gcp:cloudrunv2/service:Service": (resource) =>
    resource.inputs["invokerIamDisabled"] === true ? ["invokerIamDisabled is true, but must be left out"] : [],
  "kubernetes:core/v1:Service": (resource) => {
    const type = inputAt(resource, "spec.type");
    const ranges = listOf(inputAt(resource, "spec.loadBalancerSourceRanges"));
    const isForRanges = ranges.length > 0 && !ranges.some((range) => everywhere.test(String(range)));
    return type === undefined || type === "ClusterIP" || isForRanges
      ? []
      : [`spec.type is ${shown(type)}, but must be ClusterIP`];
  },
  "kubernetes:networking.k8s.io/v1:Ingress": () => ["it opens the cluster to the outside, but must be left out"],
};

export const endpointClosed = {
  name: "endpoint-closed",
  title: "nobody can send a request without credentials, unless the settings say public",
  types: [
    ...Object.keys(endpoints),
    ...["Service", "service"].map((noun) => `gcp:cloudrunv2/${noun}Iam`),
    "gcp:cloudrun/",
    "gcp:cloudfunctionsv2/",
  ],
  waivedBy: "public",
  check: (resource, graph) =>
    [...(endpoints[resource.type]?.(resource, graph) ?? []), ...everyoneIn(resource)].map(
      (breach) => `${called(resource)}: ${breach}, ${remedy}.`,
    ),
} as const satisfies Policy;

/** Types whose access is that of the endpoint, which `public: true` may open. */
const endpointType = /^(aws:lambda\/|aws:apigateway\/|gcp:cloudrun|gcp:cloudfunctions)/;

export const dataClosed = {
  name: "data-closed",
  title: "nobody can read images, objects, logs or secrets without credentials, whatever the settings say",
  types: ["aws:", "gcp:"],
  check: (resource) => {
    if (endpointType.test(resource.type)) return [];
    const statements = allowStatements(resource)
      .filter(({ principals, hasCondition }) => principals.includes("*") && !hasCondition)
      .map(
        ({ path }) => `${path} has the principal "*" without a condition, but must name accounts, roles or services`,
      );
    const acl = String(resource.inputs["acl"]);
    const open = /^(public|authenticated)-read/.test(acl) ? [`acl is ${shown(acl)}, but must be private`] : [];
    return [...statements, ...open, ...everyoneIn(resource)].map((breach) => `${called(resource)}: ${breach}.`);
  },
} as const satisfies Policy;

// The stage is named, because a path may contain slashes: execute-api:/*/OPTIONS/* would match POST /x/OPTIONS/y of any stage.
const preflightsAlone = /^(arn:[^/*]*:)?execute-api:[^/*]*\/[^/*]+\/OPTIONS\//;

/** CORS preflight requests are exempt: browsers cannot sign them, so the API's policy must allow them by name. */
function everyoneInStatements(resource: DeclaredResource): readonly string[] {
  return allowStatements(resource)
    .filter(({ principals, hasCondition }) => principals.includes("*") && !hasCondition)
    .filter(
      ({ resources, inverted }) =>
        inverted || resources.length === 0 || resources.some((each) => !preflightsAlone.test(each)),
    )
    .map(({ path }) => `${path} has the principal "*" without a condition, but must name accounts, roles or services`);
}

/** Members that mean everyone in a grant of Google Cloud. */
function everyoneIn(resource: DeclaredResource): readonly string[] {
  if (!/iam(member|binding|policy)/i.test(resource.type)) return [];
  return membersOf(resource)
    .filter(({ key, value }) => /^members?$/.test(key) && /^all(Authenticated)?Users$/.test(String(value)))
    .map(({ path, value }) => `${path} is ${shown(value)}, but must be accounts, groups or domains by name`);
}

function mustBe(property: string, allowed: unknown): (resource: DeclaredResource) => readonly string[] {
  return ({ inputs }) =>
    inputs[property] === allowed ? [] : [`${property} is ${shown(inputs[property])}, but must be ${String(allowed)}`];
}

function mustBeOneOf(property: string, allowed: readonly string[]): (resource: DeclaredResource) => readonly string[] {
  return ({ inputs }) =>
    allowed.includes(String(inputs[property]))
      ? []
      : [`${property} is ${shown(inputs[property])}, but must be ${allowed.join(" or ")}`];
}

/** A load balancer may face the internet if separate rules admit address ranges to its groups; those are checked on their own. */
function internalOrForRanges(resource: DeclaredResource, graph: Graph): readonly string[] {
  const groups = listOf(resource.inputs["securityGroups"]);
  const isForRanges = graph.some(
    ({ type, inputs }) =>
      type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" &&
      groups.includes(inputs["securityGroupId"]) &&
      (inputs["cidrIpv4"] ?? inputs["cidrIpv6"]) !== undefined,
  );
  return isForRanges ? [] : mustBe("internal", true)(resource);
}

const everywhere = /^(0\.0\.0\.0\/0|::\/0)$/;

function openAddresses({ inputs }: DeclaredResource, properties: readonly string[]): readonly string[] {
  return properties
    .filter((property) => listOf(inputs[property]).some((range) => everywhere.test(String(range))))
    .map((property) => `${property} is ${shown(inputs[property])}, but must be the addresses that need it`);
}

function openIngress(resource: DeclaredResource): readonly string[] {
  return membersOf(resource)
    .filter(({ path, value }) => path.startsWith("ingress") && typeof value === "string" && everywhere.test(value))
    .map(({ path, value }) => `${path} is ${shown(value)}, but must be the addresses that need it`);
}
