// What the target's suite deploys under mocks, and what somebody might do to the target by accident.
import type { Mistake } from "@modelport/target-suite";
import type { RawSettings } from "@modelport/target-kit";

const topic = "arn:aws:sns:us-east-1:123456789012:ops";

/** Settings that together take every branch of the program. */
export const variants: Readonly<Record<string, RawSettings>> = {
  "a function URL for other accounts and pages, streamed": {
    invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"],
    corsOrigins: ["https://app.example.com"],
    streaming: true,
  },
  "an HTTP API, throttled, for pages": {
    endpoint: "http-api",
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
    corsOrigins: ["https://app.example.com"],
  },
  "a REST API, throttled, for another account and pages": {
    endpoint: "rest-api",
    timeoutSeconds: 29,
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
    invokers: ["210987654321"],
    corsOrigins: ["https://app.example.com"],
  },
  "a public HTTP API": { endpoint: "http-api", public: true, corsOrigins: ["*"] },
  "a public REST API": { endpoint: "rest-api", public: true, timeoutSeconds: 29, corsOrigins: ["*"] },
  "a REST API for this account": { endpoint: "rest-api", timeoutSeconds: 29 },
  "arm64 in a VPC, warm, traced, without alarms": {
    architecture: "arm64",
    subnetIds: ["subnet-0a1b"],
    securityGroupIds: ["sg-0a1b"],
    reservedConcurrency: 10,
    provisionedConcurrency: 2,
    tracing: true,
    alarms: false,
    metrics: false,
  },
  "an image": { package: "image", streaming: true },
  "everything else": {
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    tags: { team: "risk" },
    keepVersions: 10,
    alarmTopicArn: topic,
    platformLogLevel: "info",
    provisionedConcurrency: 1,
  },
};

export const mistakes: readonly Mistake[] = [
  {
    title: "the log lines are kept for ever",
    file: "inference-function.ts",
    find: "{ retentionInDays: settings.logRetentionDays, tags }",
    replace: "{ tags }",
    check: "logs-expire",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `lambda-logs`: retentionInDays is not set, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: else the logs are kept, and paid, for ever.",
  },
  {
    title: "the function may do anything with log groups",
    file: "policies.ts",
    find: '["logs:CreateLogStream", "logs:PutLogEvents"]',
    replace: '["logs:*"]',
    check: "actions-by-name",
    sentence:
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows "logs:*", but must name each action in full: list the ones that are called.',
  },
  {
    title: "the function may write into every log group",
    file: "policies.ts",
    find: "Resource: `${logGroupArn}:*`",
    replace: 'Resource: (void logGroupArn, "*")',
    check: "resources-by-name",
    sentence: [
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows logs:CreateLogStream on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
      'aws:iam/rolePolicy:RolePolicy `lambda-role-logs`: policy.Statement[0] allows logs:PutLogEvents on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
    ],
  },
  {
    title: "the role has one of AWS's own policies, which is wide",
    file: "execution-role.ts",
    find: "forceDetachPolicies: true, tags: args.tags }",
    replace:
      'forceDetachPolicies: true, tags: args.tags, managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }',
    check: "managed-policies-narrow",
    sentence:
      "aws:iam/role:Role `lambda-role`: managedPolicyArns names AdministratorAccess, but only AmazonEC2ContainerRegistryPullOnly, AmazonEKSClusterPolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, service-role/AmazonEBSCSIDriverPolicy have no narrower equal: write the actions that are needed into a policy of the program's own.",
  },
  {
    title: "the function URL is public by default",
    file: "function-url.ts",
    find: 'const authorizationType = args.settings.public ? "NONE" : "AWS_IAM";',
    replace: 'const authorizationType = "NONE";',
    check: "door-closed",
    sentence:
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if the world is meant.',
  },
  {
    title: "anybody may invoke the function, whatever the settings say",
    file: "function-url.ts",
    find: "principal: arnOf(accountId) }",
    replace: 'principal: (void accountId, "*") }',
    check: "door-closed",
    sentence: [
      'aws:lambda/permission:Permission `lambda-account-may-ask`: principal is "*" without a condition, but must be an account, a service, or have sourceAccount, sourceArn or principalOrgId, or set modelport:public to true if the world is meant.',
      'aws:lambda/permission:Permission `lambda-account-may-invoke`: principal is "*" without a condition, but must be an account, a service, or have sourceAccount, sourceArn or principalOrgId, or set modelport:public to true if the world is meant.',
    ],
  },
  {
    title: "a browser must sign its question whether a page may ask",
    file: "rest-api.ts",
    find: 'takesPreflights(settings) ? "NONE" : signed',
    replace: '!takesPreflights(settings) && settings.public ? "NONE" : signed',
    check: "cors-for-pages",
    sentence: [
      'aws:apigateway/method:Method `lambda-root-preflight-method`: authorization is "AWS_IAM", but must be NONE, because a browser asks with OPTIONS whether a page may, and cannot sign that.',
      'aws:apigateway/method:Method `lambda-path-preflight-method`: authorization is "AWS_IAM", but must be NONE, because a browser asks with OPTIONS whether a page may, and cannot sign that.',
    ],
  },
  {
    title: "pages ask with a browser's cookies",
    file: "endpoint.ts",
    find: "    maxAge: CORS.maxAgeSeconds,\n",
    replace: "    maxAge: CORS.maxAgeSeconds,\n    allowCredentials: true,\n",
    check: "cors-for-pages",
    sentence: [
      "aws:lambda/functionUrl:FunctionUrl `lambda-url`: cors.allowCredentials is true, but must be left out, or pages ask with a browser's cookies.",
      "aws:apigatewayv2/api:Api `lambda-api`: corsConfiguration.allowCredentials is true, but must be left out, or pages ask with a browser's cookies.",
    ],
  },
  {
    title: "an API's policy lets in what only looks like a browser's question",
    file: "policies.ts",
    find: "`${executionArn}/${stage}/OPTIONS/*`",
    replace: "`${(void stage, executionArn)}/*/OPTIONS/*`",
    check: "door-closed",
    sentence:
      'aws:apigateway/restApiPolicy:RestApiPolicy `lambda-policy`: policy.Statement[1] has the principal "*" without a condition, but must name accounts, roles or services, or set modelport:public to true if the world is meant.',
  },
  {
    title: "the routes of an HTTP API ask for no signature",
    file: "http-api.ts",
    find: 'route("route", "$default", settings.public ? "NONE" : "AWS_IAM");',
    replace: 'route("route", "$default", "NONE");',
    check: "door-closed",
    sentence:
      'aws:apigatewayv2/route:Route `lambda-route`: authorizationType is "NONE", but must be AWS_IAM or JWT or CUSTOM, or set modelport:public to true if the world is meant.',
  },
  {
    title: "nobody is warned of a public door",
    file: "deploy.ts",
    find: "  if (settings.public) await warnOfPublicDoor();\n",
    replace: "  if (!settings) await warnOfPublicDoor();\n",
    check: "public-warns",
    sentence: [
      "deploy (public): modelport:public is true and nobody is warned: pulumi.log.warn a sentence that names modelport:public.",
      "deploy (a public HTTP API): modelport:public is true and nobody is warned: pulumi.log.warn a sentence that names modelport:public.",
      "deploy (a public REST API): modelport:public is true and nobody is warned: pulumi.log.warn a sentence that names modelport:public.",
    ],
  },
  {
    title: "the second permission of a function URL is missing",
    file: "function-url.ts",
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
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::123456789012:root" may lambda:InvokeFunctionUrl and not lambda:InvokeFunction, or it is answered 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "*" may lambda:InvokeFunctionUrl and not lambda:InvokeFunction, or it is answered 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::210987654321:root" may lambda:InvokeFunctionUrl and not lambda:InvokeFunction, or it is answered 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
      'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "arn:aws:iam::210987654321:role/app" may lambda:InvokeFunctionUrl and not lambda:InvokeFunction, or it is answered 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
    ],
  },
  {
    title: "a new zip at the same path is not seen",
    file: "code.ts",
    find: "    sourceCodeHash: base64Digest(artifact.digest),\n",
    replace: "    ...(base64Digest(artifact.digest) ? {} : {}),\n",
    check: "zips-by-digest",
    sentence:
      "aws:lambda/function:Function `lambda-model`: sourceCodeHash is not set, but must be the base64 of the zip's SHA-256, or new bytes under the same path would not be deployed: derive it from the artefact's digest.",
  },
  {
    title: "the digest that is given back is not the artefact's",
    file: "deploy.ts",
    find: "artifactDigest: artifact.digest,",
    replace: 'artifactDigest: `sha256:${"0".repeat(64)}`,',
    check: "digests-kept",
    sentence: [
      'outputs.artifactDigest is "sha256:0000000000000000000000000000000000000000000000000000000000000000", but must be that of the artefact, which is sha256:faf3307a3e3b520f1927248a23e35403ed73e3541b4e5538f2fa550f8f9fe075.',
      'outputs.artifactDigest is "sha256:0000000000000000000000000000000000000000000000000000000000000000", but must be that of the artefact, which is sha256:47208e5196d4d78d01833a25a2be2a34a76f3e59e14c1c747151261236c2a7d1.',
      'outputs.artifactDigest is "sha256:0000000000000000000000000000000000000000000000000000000000000000", but must be that of the artefact, which is sha256:5cca49a8a9c22d9f28ea77fa1f1c4feb3331fa7fd6635170fa514f4ec8ca5561.',
    ],
  },
  {
    title: "the timeout is above what Lambda takes",
    file: "inference-function.ts",
    find: "timeout: settings.timeoutSeconds,",
    replace: "timeout: settings.timeoutSeconds * 60,",
    check: "timeouts-declared",
    sentence: [
      "aws:lambda/function:Function `lambda-model`: timeout is 1800 s, but must be at most 900 s, which facts.timeouts has as requestSeconds: change one of them.",
      "aws:lambda/function:Function `lambda-model`: timeout is 1740 s, but must be at most 900 s, which facts.timeouts has as requestSeconds: change one of them.",
    ],
  },
  {
    title: "a server's keep-alive stands in the timeouts of a platform that pauses the processor",
    file: "facts.ts",
    find: "...noTimeouts,",
    replace: "...noTimeouts,\n      serverKeepAliveSeconds: 65,",
    check: "timeouts-ordered",
    sentence:
      "facts.timeouts: serverKeepAliveSeconds is 65, but must be 0 where cpuPausedBetweenRequests is true, or a timer that ran out during the pause closes the connection on which the next request has come.",
  },
  {
    title: "a secret stands as plain text among the variables",
    file: "environment.ts",
    find: "  ...appVariables,\n",
    replace: '  ...appVariables,\n  API_TOKEN: { from: "", value: () => "9f8e7d6c5b4a39281706" },\n',
    check: "no-plain-secrets",
    sentence:
      "aws:lambda/function:Function `lambda-model`: environment.variables has API_TOKEN with a value in plain text, which the console and the state show: let the platform read it from its store of secrets.",
  },
  {
    title: "a repository with images cannot be deleted",
    file: "image-repository.ts",
    find: "        forceDelete: true,\n",
    replace: "",
    check: "deletable",
    sentence:
      "aws:ecr/repository:Repository `lambda-images`: forceDelete is not set, but must be true, else `pulumi destroy` fails once something is in it.",
  },
  {
    title: "the function's name is the same in every stack",
    file: "inference-function.ts",
    find: "        role: role.arn,\n",
    replace: '        name: "modelport",\n        role: role.arn,\n',
    check: "names-do-not-collide",
    sentence: [
      'aws:lambda/function:Function `lambda-model`: name is "modelport" in the stack lambda and in lambda-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/alias:Alias `lambda-live`: name is "live" in the stack lambda and in lambda-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `lambda-anybody-may-ask`: statementId is "FunctionURLAllowPublicAccess" in the stack lambda and in lambda-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `lambda-anybody-may-invoke`: statementId is "FunctionURLAllowInvokeAction" in the stack lambda and in lambda-b: derive it from context.name, or leave it to the engine.',
    ],
  },
  {
    title: "a stack with a long name gets a name that AWS refuses",
    file: "inference-function.ts",
    find: "`${name}-model`",
    replace: "`${name}-inference-function`",
    check: "long-stack-names",
    sentence:
      "aws:lambda/function:Function `lambda-pr-0123456789012345678901234567890123456789-inference-function`: its name is derived from the logical one and has 77 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
    redrawn: true,
  },
  {
    title: "a resource is renamed, so that the engine would delete and make it again",
    file: "inference-function.ts",
    find: "`${name}-live`",
    replace: "`${name}-alias`",
    check: "graph-snapshot",
    sentence: [
      "aws:lambda/alias:Alias lambda-live is in graph.snap.json and no longer declared, so that it would be deleted: if that is meant, accept it with `npx vitest run -u`.",
      "aws:lambda/alias:Alias lambda-alias is declared and not in graph.snap.json: if that is meant, accept it with `npx vitest run -u`.",
    ],
  },
  {
    title: "an alarm belongs to no component",
    file: "alarms.ts",
    find: "        { parent: this },\n",
    replace: "",
    check: "children-have-parents",
    sentence: [
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-errors` has no component as its parent: give it { parent: this }.",
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-p99` has no component as its parent: give it { parent: this }.",
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-throttles` has no component as its parent: give it { parent: this }.",
    ],
    redrawn: true,
  },
  {
    title: "a component's type does not say whose it is",
    file: "alarms.ts",
    find: '"modelport:lambda:Alarms"',
    replace: '"modelport:index:Alarms"',
    check: "type-tokens",
    sentence: "modelport:index:Alarms `lambda-alarm`: the type must have the form modelport:lambda:<Noun>.",
    redrawn: true,
  },
  {
    title: "the alarms have no tags",
    file: "alarms.ts",
    find: "          tags: args.tags,\n",
    replace: "",
    check: "owned",
    sentence: [
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-errors`: tags is not set, but must have managed-by: modelport, modelport-stack: lambda: put ownershipTags(context) of target-kit there.",
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-p99`: tags is not set, but must have managed-by: modelport, modelport-stack: lambda: put ownershipTags(context) of target-kit there.",
      "aws:cloudwatch/metricAlarm:MetricAlarm `lambda-alarm-throttles`: tags is not set, but must have managed-by: modelport, modelport-stack: lambda: put ownershipTags(context) of target-kit there.",
    ],
  },
  {
    title: "an output is forgotten",
    file: "deploy.ts",
    find: "    logGroupName: inference.logGroup.name,\n",
    replace: "",
    check: "outputs-complete",
    sentence: "outputs.logGroupName is not given: return it from deploy, or declare it no longer in target.ts.",
  },
  {
    title: "the address ends with a slash",
    file: "function-url.ts",
    find: 'door.functionUrl.apply((url) => url.replace(/\\/$/, ""))',
    replace: "door.functionUrl",
    check: "outputs-answer",
    sentence:
      'outputs.url is "https://lambda-url-1a2b3c4.lambda-url.us-east-1.on.aws/", but must be a URL without a slash at its end.',
  },
  {
    title: "what REST APIs cost is forgotten",
    file: "cost.ts",
    find: '"rest-api": prices.restApi',
    replace: '"rest-api": prices.httpApi',
    check: "prices-used",
    sentence: "prices.restApi is in no line of any variant: use it in cost.ts, or remove it.",
  },
  {
    title: "the free tier of requests is not taken off",
    file: "cost.ts",
    find: "settings.provisionedConcurrency === undefined ? allowances.requests : undefined,",
    replace: "undefined,",
    check: "allowances-used",
    sentence:
      "allowances.requests takes its 1 off no line in million requests: give it to the usageLine in cost.ts, or remove it.",
  },
  {
    title: "a setting says nowhere what it does",
    file: "settings.ts",
    find: '.describe("CloudWatch namespace of those metrics.")',
    replace: "",
    check: "settings-documented",
    sentence: "settings.ts: metricsNamespace has no description: say with .describe() what it does.",
  },
  {
    title: "the image is named by a tag, which can move",
    file: "code.ts",
    find: "imageUri: reference,",
    replace: 'imageUri: reference.apply((digested) => digested.replace(/@.*/, ":latest")),',
    check: "images-by-digest",
    sentence:
      'aws:lambda/function:Function `lambda-model`: imageUri is "123456789012.dkr.ecr.us-east-1.amazonaws.com/lambda-images-1a2b3c4:latest", but must end in @sha256: and 64 hex digits, because a tag can come to mean another image: name it by the artefact\'s digest.',
  },
  {
    title: "the program asks whether it is a preview",
    file: "deploy.ts",
    find: "if (settings.public) await",
    replace: "if (settings.public && !pulumi.runtime.isDryRun()) await",
    check: "program-plain",
    sentence: "deploy.ts:26: it mentions isDryRun, but a program must declare the same on every occasion: remove it.",
  },
  {
    title: "permissions of a function are made at the same time",
    file: "function-url.ts",
    find: "{ parent: this, dependsOn })];",
    replace: "{ parent: this })];",
    check: "edits-ordered",
    sentence: [
      "aws:lambda/permission:Permission `lambda-account-may-invoke` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/functionUrl:FunctionUrl `lambda-url` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/permission:Permission `lambda-anybody-may-invoke` and aws:lambda/permission:Permission `lambda-anybody-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/functionUrl:FunctionUrl `lambda-url` and aws:lambda/permission:Permission `lambda-anybody-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/permission:Permission `lambda-invoker-fbc80910-may-ask` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/permission:Permission `lambda-invoker-fbc80910-may-invoke` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/permission:Permission `lambda-invoker-03afc672-may-ask` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/permission:Permission `lambda-invoker-03afc672-may-invoke` and aws:lambda/permission:Permission `lambda-account-may-ask` both change the policy of the function `lambda-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
    ],
  },
  {
    title: "the statements of a public URL have one id",
    file: "function-url.ts",
    find: "statementId: statementIds[index]",
    replace: "statementId: (void index, statementIds[0])",
    check: "clouds-take-it",
    sentence:
      'up (public): failed to register new resource lambda-anybody-may-invoke [aws:lambda/permission:Permission]: aws:lambda/permission:Permission "FunctionURLAllowPublicAccess" exists already (lambda-anybody-may-ask of the stack lambda made it): choose another name.',
  },
  {
    title: "an account is named by its number, which AWS gives back as an ARN",
    file: "policies.ts",
    find: "/^\\d{12}$/.test(principal) ? `arn:${partition}:iam::${principal}:root` : principal",
    replace: "(void partition, principal)",
    check: "second-up-same",
    sentence: [
      'aws:lambda/permission:Permission `lambda-account-may-ask`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::123456789012:root".',
      'aws:lambda/permission:Permission `lambda-account-may-invoke`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::123456789012:root".',
      'aws:lambda/permission:Permission `lambda-invoker-fbc80910-may-ask`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::210987654321:root".',
      'aws:lambda/permission:Permission `lambda-invoker-fbc80910-may-invoke`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::210987654321:root".',
    ],
  },
  {
    title: "the policy of a REST API is an input of the API, which stays when it is left out",
    file: "rest-api.ts",
    find: '{ endpointConfiguration: { types: "REGIONAL" }, tags: args.tags },',
    replace:
      '{ endpointConfiguration: { types: "REGIONAL" }, tags: args.tags, ...(args.settings.invokers.length === 0 ? {} : { policy: policyOf(args, pulumi.output("arn:aws:execute-api:us-east-1:123456789012:a1b2")) }) },',
    check: "removed-settings-gone",
    sentence:
      'aws:apigateway/restApi:RestApi `lambda-api`: policy is still "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Action\\":[\\"execute-api:Invoke\\"... after invokers (a REST API) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
  },
  {
    title: "the limit of an HTTP API is left out where none is set",
    file: "http-api.ts",
    find: "defaultRouteSettings: throttleOf(args.settings),",
    replace:
      "...(args.settings.throttleBurst === undefined ? {} : { defaultRouteSettings: throttleOf(args.settings) }),",
    check: "removed-settings-gone",
    sentence: [
      'aws:apigatewayv2/stage:Stage `lambda-stage`: defaultRouteSettings is still {"loggingLevel":"","throttlingBurstLimit":100,"throttlingRateLimit":50} after throttleRequestsPerSecond (an HTTP API) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:apigatewayv2/stage:Stage `lambda-stage`: defaultRouteSettings is still {"loggingLevel":"","throttlingBurstLimit":100,"throttlingRateLimit":50} after throttleBurst (an HTTP API) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
    ],
  },
  {
    title: "OPTIONS is no longer declared where no page is let in, and stays in the deployment",
    file: "rest-api.ts",
    find: '...handTo(`${name}-preflight`, "OPTIONS", preflight)',
    replace: '...(takesPreflights(settings) ? handTo(`${name}-preflight`, "OPTIONS", preflight) : [])',
    check: "removed-settings-gone",
    redrawn: true,
    sentence: [
      'aws:apigateway/deployment:Deployment `lambda-deployment`: asDeployed.methods is still ["81iwqt ANY AWS_IAM","81iwqt OPTIONS NONE","9klt629fc ANY AWS_IAM","9klt629fc OPTIONS NONE"] after corsOrigins (a REST API) was removed again, and would be ["81iwqt ANY AWS_IAM","9klt629fc ANY AWS_IAM"] without it; what is no longer declared is deleted after the new deployment was made: declare it in every case, with what is due.',
      'aws:apigateway/deployment:Deployment `lambda-deployment`: asDeployed.methods is still ["81iwqt ANY AWS_IAM","81iwqt OPTIONS NONE","9klt629fc ANY AWS_IAM","9klt629fc OPTIONS NONE"] after corsOrigins (a REST API for another account) was removed again, and would be ["81iwqt ANY AWS_IAM","9klt629fc ANY AWS_IAM"] without it; what is no longer declared is deleted after the new deployment was made: declare it in every case, with what is due.',
    ],
  },
  {
    title: "a private REST API that lets no page in takes OPTIONS unsigned",
    file: "rest-api.ts",
    find: 'takesPreflights(settings) ? "NONE" : signed',
    replace: 'signed === "NONE" ? signed : "NONE"',
    check: "cors-for-pages",
    sentence: [
      'aws:apigateway/method:Method `lambda-root-preflight-method`: authorization is "NONE", but no page is let in: it must be that of the API\'s other methods, or anybody can call it with OPTIONS.',
      'aws:apigateway/method:Method `lambda-path-preflight-method`: authorization is "NONE", but no page is let in: it must be that of the API\'s other methods, or anybody can call it with OPTIONS.',
    ],
  },
];
