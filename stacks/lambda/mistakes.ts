// Mistakes that somebody might make in this target, and the check that finds each.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "the logs are kept forever",
    file: "deployment/inference-function.ts",
    find: "{ retentionInDays: settings.logRetentionDays, tags }",
    replace: "{ tags }",
    check: "logs-expire",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `lambda-logs`: retentionInDays is not set, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: otherwise the logs are kept, and billed, forever.",
  },
  {
    title: "the function may do anything with log groups",
    file: "deployment/execution-role.ts",
    find: "args.logGroup.arn.apply(writesLog)",
    replace: `args.logGroup.arn.apply(writesLog).apply((text) => text.replace('"logs:CreateLogStream","logs:PutLogEvents"', '"logs:*"'))`,
    check: "actions-by-name",
    sentence:
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows "logs:*", but must name each action in full: list the ones that are called.',
  },
  {
    title: "the function may write into every log group",
    file: "deployment/execution-role.ts",
    find: "args.logGroup.arn.apply(writesLog)",
    replace: 'args.logGroup.arn.apply(writesLog).apply((text) => text.replace(/arn:[^"]+/, "*"))',
    check: "resources-by-name",
    sentence: [
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows logs:CreateLogStream on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows logs:PutLogEvents on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
    ],
  },
  {
    title: "the role has one of AWS's own policies, which is wide",
    file: "deployment/execution-role.ts",
    find: "forceDetachPolicies: true, tags: args.tags }",
    replace:
      'forceDetachPolicies: true, tags: args.tags, managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }',
    check: "managed-policies-narrow",
    sentence:
      "aws:iam/role:Role `lambda-role`: managedPolicyArns names AdministratorAccess, but only AmazonEC2ContainerRegistryPullOnly, AmazonEKSBlockStoragePolicy, AmazonEKSClusterPolicy, AmazonEKSComputePolicy, AmazonEKSLoadBalancingPolicy, AmazonEKSNetworkingPolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, service-role/AmazonEBSCSIDriverPolicy have no narrower equivalent: declare a policy with the actions that are needed.",
  },
  {
    title: "preflight requests must be signed",
    file: "deployment/rest-api.ts",
    find: 'takesPreflights(settings) ? "NONE" : signed',
    replace: '!takesPreflights(settings) && settings.public ? "NONE" : signed',
    check: "cors-for-pages",
    sentence: [
      'aws:apigateway/method:Method `lambda-root-preflight-method`: authorization is "AWS_IAM", but must be NONE, because browsers cannot sign CORS preflight requests (OPTIONS).',
      'aws:apigateway/method:Method `lambda-path-preflight-method`: authorization is "AWS_IAM", but must be NONE, because browsers cannot sign CORS preflight requests (OPTIONS).',
    ],
  },
  {
    title: "an API's policy admits requests that only look like preflight requests",
    file: "deployment/iam-policies.ts",
    find: "`${executionArn}/${stage}/OPTIONS/*`",
    replace: "`${(void stage, executionArn)}/*/OPTIONS/*`",
    check: "endpoint-closed",
    sentence:
      'aws:apigateway/restApiPolicy:RestApiPolicy `lambda-policy`: policy.Statement[1] has the principal "*" without a condition, but must name accounts, roles or services, or set modelport:public to true if it is meant to be public.',
  },
  {
    title: "the second permission of a function URL is missing",
    file: "deployment/function-url.ts",
    find: `      permit(\`\${id}-may-invoke\`, {
        action: "lambda:InvokeFunction",
        principal,
        invokedViaFunctionUrl: true,
        ...statement(1),
      });
`,
    replace: "",
    check: "function-urls-answer",
    redrawn: true,
    sentence: [
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::123456789012:root" may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "*" may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::210987654321:root" may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::210987654321:role/app" may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
    ],
  },
  {
    title: "a new zip at the same path is not seen",
    file: "deployment/code.ts",
    find: "    sourceCodeHash: base64Digest(artifact.digest),\n",
    replace: "    ...(base64Digest(artifact.digest) ? {} : {}),\n",
    check: "zips-by-digest",
    sentence:
      "aws:lambda/function:Function `lambda-model`: sourceCodeHash is not set, but must be the base64 of the zip's SHA-256, or new bytes under the same path would not be deployed: derive it from the artifact's digest.",
  },
  {
    title: "a variable holds a secret in plain text",
    file: "environment.ts",
    find: "  ...appVariables,\n",
    replace: '  ...appVariables,\n  API_TOKEN: { from: "", value: () => "9f8e7d6c5b4a39281706" },\n',
    check: "no-plain-secrets",
    sentence:
      "aws:lambda/function:Function `lambda-model`: environment.variables has API_TOKEN with a value in plain text, which the console and the state show: let the platform read it from its secret store.",
  },
  {
    title: "the policy of a REST API is an input of the API, which stays when it is left out",
    file: "deployment/rest-api.ts",
    find: '{ endpointConfiguration: { types: "REGIONAL" }, tags: args.tags },',
    replace:
      '{ endpointConfiguration: { types: "REGIONAL" }, tags: args.tags, ...(args.settings.invokers.length === 0 ? {} : { policy: policyOf(args, pulumi.output("arn:aws:execute-api:us-east-1:123456789012:a1b2")) }) },',
    samples: ["invokers"],
    check: "removed-settings-gone",
    sentence:
      'aws:apigateway/restApi:RestApi `lambda-api`: policy is still "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"execute-api:Invoke\\"... after invokers (a REST API) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
  },
  {
    title: "the throttle of an HTTP API is left out if none is set",
    file: "deployment/http-api.ts",
    find: "defaultRouteSettings: throttleOf(args.settings),",
    replace:
      "...(args.settings.throttleBurst === undefined ? {} : { defaultRouteSettings: throttleOf(args.settings) }),",
    samples: ["throttleRequestsPerSecond", "throttleBurst"],
    check: "removed-settings-gone",
    sentence: [
      'aws:apigatewayv2/stage:Stage `lambda-stage`: defaultRouteSettings is still {"loggingLevel":"","throttlingBurstLimit":100,"throttlingRateLimit":50} after throttleRequestsPerSecond (an HTTP API) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:apigatewayv2/stage:Stage `lambda-stage`: defaultRouteSettings is still {"loggingLevel":"","throttlingBurstLimit":100,"throttlingRateLimit":50} after throttleBurst (an HTTP API) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
    ],
  },
  {
    title: "OPTIONS is not declared if no page is allowed, and stays in the deployment",
    file: "deployment/rest-api.ts",
    find: '...handTo(`${name}-preflight`, "OPTIONS", preflight)',
    replace: '...(takesPreflights(settings) ? handTo(`${name}-preflight`, "OPTIONS", preflight) : [])',
    samples: ["corsOrigins"],
    check: "removed-settings-gone",
    redrawn: true,
    sentence: [
      'aws:apigateway/deployment:Deployment `lambda-deployment`: asDeployed.methods is still ["81iwqt ANY AWS_IAM","81iwqt OPTIONS NONE","9klt629fc ANY AWS_IAM","9klt629fc OPTIONS NONE"] after corsOrigins (a REST API) was removed again, and would be ["81iwqt ANY AWS_IAM","9klt629fc ANY AWS_IAM"] without it; what is no longer declared is deleted after the new deployment was made: declare it in every case, with what is due.',
      'aws:apigateway/deployment:Deployment `lambda-deployment`: asDeployed.methods is still ["81iwqt ANY AWS_IAM","81iwqt OPTIONS NONE","9klt629fc ANY AWS_IAM","9klt629fc OPTIONS NONE"] after corsOrigins (a REST API for another account) was removed again, and would be ["81iwqt ANY AWS_IAM","9klt629fc ANY AWS_IAM"] without it; what is no longer declared is deleted after the new deployment was made: declare it in every case, with what is due.',
    ],
  },
  {
    title: "a private REST API that allows no page accepts unsigned OPTIONS requests",
    file: "deployment/rest-api.ts",
    find: 'takesPreflights(settings) ? "NONE" : signed',
    replace: 'signed === "NONE" ? signed : "NONE"',
    check: "cors-for-pages",
    sentence: [
      'aws:apigateway/method:Method `lambda-root-preflight-method`: authorization is "NONE", but CORS allows no origin: it must be that of the API\'s other methods, or anyone can call it with OPTIONS.',
      'aws:apigateway/method:Method `lambda-path-preflight-method`: authorization is "NONE", but CORS allows no origin: it must be that of the API\'s other methods, or anyone can call it with OPTIONS.',
    ],
  },
];
