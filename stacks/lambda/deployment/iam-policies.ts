// Who may do what, as policy documents: no wildcard but where AWS takes nothing else.

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: string;
  readonly Principal?: Readonly<Record<string, string | readonly string[]>> | "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const policy = (...statements: readonly Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Lambda may take the role on. */
export const lambdaTakesRole = policy({
  Effect: "Allow",
  Action: ["sts:AssumeRole"],
  Principal: { Service: "lambda.amazonaws.com" },
});

/** Lines into one log group, which exists: the function needs no right to make log groups. */
export const writesLog = (logGroupArn: string): string =>
  policy({ Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logGroupArn}:*` });

/** Traces for X-Ray, which has no resources that a statement could name. */
export const sendsTraces = policy({
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
});

/** As in AWSLambdaVPCAccessExecutionRole, without its log rights. */
const INTERFACE_ACTIONS = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/** Lambda may make and remove the function's network interfaces, which have no names before they are there. */
export const reachesVpc = policy({ Effect: "Allow", Action: INTERFACE_ACTIONS, Resource: "*" });

/**
 * The function's own code may not: only its requests carry the function's ARN.
 * Docs: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export const codeStaysOutOfVpc = (functionArn: string): string =>
  policy({
    Effect: "Deny",
    Action: INTERFACE_ACTIONS,
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
  });

/** `principal`, an account's number written as AWS stores it: it gives back nothing else, and every `up` would see a change. */
export const arnOfPrincipal = (principal: string, partition: string): string =>
  /^\d{12}$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal;

/**
 * Who may call a REST API: `principals`, or everybody; requests are signed all the same where its methods say so. Resources
 * are full ARNs, which is how API Gateway stores them.
 */
export const invokesRestApi = (
  principals: readonly string[] | "*",
  executionArn: string,
  ...more: readonly Statement[]
): string =>
  policy(
    {
      Effect: "Allow",
      Action: ["execute-api:Invoke"],
      Principal: principals === "*" ? "*" : { AWS: principals },
      Resource: `${executionArn}/*`,
    },
    ...more,
  );

/**
 * Beside those, any browser may send a CORS preflight request: a policy refuses every caller that it does not name, even where the method
 * asks for no signature. The stage is named, or a path with /OPTIONS/ in it would be let in too.
 * Docs: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export const takesPreflightsAt = (executionArn: string, stage: string): Statement => ({
  Effect: "Allow",
  Action: ["execute-api:Invoke"],
  Principal: "*",
  Resource: `${executionArn}/${stage}/OPTIONS/*`,
});

/**
 * Lambda may pull from the repository, for functions of its account and region alone: without the condition, a function of
 * any account could run the image. In the form that Lambda itself writes, so that it adds nothing of its own.
 * Docs: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function lambdaPullsImages(repositoryArn: string): string {
  const [arn, partition, , region, account] = repositoryArn.split(":");
  return policy({
    Effect: "Allow",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Principal: { Service: "lambda.amazonaws.com" },
    Condition: {
      StringLike: { "aws:sourceArn": [arn, partition, "lambda", region, account, "function", "*"].join(":") },
    },
  });
}

/** How many images stay for a rollback. */
const NEWEST_IMAGES = 10;

/** A lifecycle policy of ECR. */
export const keepsNewestImages = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: `Only the newest ${NEWEST_IMAGES} images are kept.`,
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: NEWEST_IMAGES },
      action: { type: "expire" },
    },
  ],
});
