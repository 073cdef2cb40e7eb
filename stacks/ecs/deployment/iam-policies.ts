// What the roles may do, as policy documents, with a wildcard only where AWS accepts nothing else.
import { policyDocument } from "@modelport/aws";

/** Pulls from one repository. Docs: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html */
export const pullsImages = (repositoryArn: string): string =>
  policyDocument(
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repositoryArn,
    },
  );

/** Docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions */
export const opensSessions = policyDocument({
  Effect: "Allow",
  Action: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
});

interface Shifted {
  readonly targetGroupArns: readonly string[];
  readonly listenerArn: string;
  readonly ruleArn: string;
}

/**
 * Moves requests from one target group to the other, as AmazonECSInfrastructureRolePolicyForLoadBalancers does for all of them:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export const shiftsRequests = ({ targetGroupArns, listenerArn, ruleArn }: Shifted): string =>
  policyDocument(
    {
      Effect: "Allow",
      Action: [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      Resource: "*",
    },
    {
      Effect: "Allow",
      Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
      Resource: targetGroupArns,
    },
    { Effect: "Allow", Action: ["elasticloadbalancing:ModifyListener"], Resource: listenerArn },
    { Effect: "Allow", Action: ["elasticloadbalancing:ModifyRule"], Resource: ruleArn },
  );
