// Who may do what, as policy documents, with a wildcard only where AWS accepts nothing else.

import { policyDocument, type Statement } from "@modelport/aws";

/** Sends traces to X-Ray, which has no resources that a statement could name. */
export const sendsTraces = policyDocument({
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
});

/** As in AWSLambdaVPCAccessExecutionRole, without its permissions for logs. */
const INTERFACE_ACTIONS = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/** Lambda may create and delete the function's network interfaces, which have no names before they exist. */
export const reachesVpc = policyDocument({ Effect: "Allow", Action: INTERFACE_ACTIONS, Resource: "*" });

/**
 * Denies the same to the function's own code, whose requests alone carry the function's ARN.
 * Docs: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export const codeStaysOutOfVpc = (functionArn: string): string =>
  policyDocument({
    Effect: "Deny",
    Action: INTERFACE_ACTIONS,
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
  });

/** `principal`, with an account ID as the ARN that AWS stores: otherwise every `up` would see a change. */
export const arnOfPrincipal = (principal: string, partition: string): string =>
  /^\d{12}$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal;

/**
 * Lets `principals`, or everyone, call a REST API; its methods say whether requests must be signed. Resources are full ARNs,
 * which is how API Gateway stores them.
 */
export const invokesRestApi = (
  principals: readonly string[] | "*",
  executionArn: string,
  ...more: readonly Statement[]
): string =>
  policyDocument(
    {
      Effect: "Allow",
      Action: ["execute-api:Invoke"],
      Principal: principals === "*" ? "*" : { AWS: principals },
      Resource: `${executionArn}/*`,
    },
    ...more,
  );

/**
 * Lets any browser send CORS preflight requests as well: a policy rejects every caller that it does not name, even if the
 * method needs no signature. It names the stage, because a path with /OPTIONS/ in it would match otherwise.
 * Docs: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export const takesPreflightsAt = (executionArn: string, stage: string): Statement => ({
  Effect: "Allow",
  Action: ["execute-api:Invoke"],
  Principal: "*",
  Resource: `${executionArn}/${stage}/OPTIONS/*`,
});

/**
 * Lambda may pull from the repository, for functions of the same account and region: without the condition, a function of any
 * account could run the image. This is the form that Lambda itself writes, so that it adds no statement.
 * Docs: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function lambdaPullsImages(repositoryArn: string): string {
  const [arn, partition, , region, account] = repositoryArn.split(":");
  return policyDocument({
    Effect: "Allow",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Principal: { Service: "lambda.amazonaws.com" },
    Condition: {
      StringLike: { "aws:sourceArn": [arn, partition, "lambda", region, account, "function", "*"].join(":") },
    },
  });
}
