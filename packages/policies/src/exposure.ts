// Who can reach what is deployed: nobody but those who can prove who they are, unless the settings say `public: true`.
import { inputAt, listOf, membersOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";
import { allowStatements } from "./policy-statements.ts";

const askFor = "or set modelport:public to true if the world is meant";

/** For each type, what it opens to everybody; a sentence's middle: what is, and what must be. */
const doors: Readonly<Record<string, (resource: DeclaredResource) => readonly string[]>> = {
  "aws:lambda/functionUrl:FunctionUrl": mustBe("authorizationType", "AWS_IAM"),
  "aws:lambda/permission:Permission": (resource) => {
    const { principal, sourceAccount, sourceArn, principalOrgId } = resource.inputs;
    if (principal !== "*" || [sourceAccount, sourceArn, principalOrgId].some((each) => typeof each === "string"))
      return [];
    return [
      'principal is "*" without a condition, but must be an account, a service, or have sourceAccount, sourceArn or principalOrgId',
    ];
  },
  "aws:lb/loadBalancer:LoadBalancer": mustBe("internal", true),
  "aws:alb/loadBalancer:LoadBalancer": mustBe("internal", true),
  "aws:ec2/securityGroup:SecurityGroup": openIngress,
  "aws:ec2/securityGroupRule:SecurityGroupRule": (resource) =>
    resource.inputs["type"] === "ingress" ? openAddresses(resource, ["cidrBlocks", "ipv6CidrBlocks"]) : [],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (resource) =>
    openAddresses(resource, ["cidrIpv4", "cidrIpv6"]),
  // A browser asks with OPTIONS whether it may, and cannot sign that.
  "aws:apigatewayv2/route:Route": (resource) =>
    String(resource.inputs["routeKey"]).startsWith("OPTIONS ")
      ? []
      : mustBeOneOf("authorizationType", ["AWS_IAM", "JWT", "CUSTOM"])(resource),
  "aws:apigateway/method:Method": (resource) =>
    resource.inputs["httpMethod"] === "OPTIONS"
      ? []
      : mustBeOneOf("authorization", ["AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"])(resource),
  "aws:apigateway/restApi:RestApi": everybodyInStatements,
  "aws:apigateway/restApiPolicy:RestApiPolicy": everybodyInStatements,
  "gcp:cloudrunv2/service:Service": (resource) =>
    resource.inputs["invokerIamDisabled"] === true ? ["invokerIamDisabled is true, but must be left out"] : [],
  "kubernetes:core/v1:Service": (resource) => {
    const type = inputAt(resource, "spec.type");
    return type === undefined || type === "ClusterIP" ? [] : [`spec.type is ${shown(type)}, but must be ClusterIP`];
  },
  "kubernetes:networking.k8s.io/v1:Ingress": () => ["it leads into the cluster from outside, but must be left out"],
};

export const doorClosed = {
  name: "door-closed",
  title: "nobody can send a request without proving who it is, unless the settings say public",
  types: [
    ...Object.keys(doors),
    ...["Service", "service"].map((noun) => `gcp:cloudrunv2/${noun}Iam`),
    "gcp:cloudrun/",
    "gcp:cloudfunctionsv2/",
  ],
  waivedBy: "public",
  check: (resource) =>
    [...(doors[resource.type]?.(resource) ?? []), ...everybodyIn(resource)].map(
      (breach) => `${called(resource)}: ${breach}, ${askFor}.`,
    ),
} as const satisfies Policy;

/** Types whose access is the door itself, for which `public: true` may be asked. */
const doorType = /^(aws:lambda\/|aws:apigateway\/|gcp:cloudrun|gcp:cloudfunctions)/;

export const dataClosed = {
  name: "data-closed",
  title: "nobody can read images, objects, logs or secrets without proving who it is, whatever the settings say",
  types: ["aws:", "gcp:"],
  check: (resource) => {
    if (doorType.test(resource.type)) return [];
    const statements = allowStatements(resource)
      .filter(({ principals, hasCondition }) => principals.includes("*") && !hasCondition)
      .map(
        ({ path }) => `${path} has the principal "*" without a condition, but must name accounts, roles or services`,
      );
    const acl = String(resource.inputs["acl"]);
    const open = /^(public|authenticated)-read/.test(acl) ? [`acl is ${shown(acl)}, but must be private`] : [];
    return [...statements, ...open, ...everybodyIn(resource)].map((breach) => `${called(resource)}: ${breach}.`);
  },
} as const satisfies Policy;

// With the stage by name: a path may have slashes, so that POST /x/OPTIONS/y of any stage were among execute-api:/*/OPTIONS/*.
const preflightsAlone = /^(arn:[^/*]*:)?execute-api:[^/*]*\/[^/*]+\/OPTIONS\//;

/** All but a browser's question whether its page may ask: it cannot sign that, and an API's policy must let it in by name. */
function everybodyInStatements(resource: DeclaredResource): readonly string[] {
  return allowStatements(resource)
    .filter(({ principals, hasCondition }) => principals.includes("*") && !hasCondition)
    .filter(
      ({ resources, inverted }) =>
        inverted || resources.length === 0 || resources.some((each) => !preflightsAlone.test(each)),
    )
    .map(({ path }) => `${path} has the principal "*" without a condition, but must name accounts, roles or services`);
}

/** Members that stand for everybody in a grant of Google Cloud's. */
function everybodyIn(resource: DeclaredResource): readonly string[] {
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
