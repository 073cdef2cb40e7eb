import { expect, test } from "vitest";
import { illOnAws, wellOnAws } from "./containers-on-aws.testing.ts";
import { illOnEks, wellOnEks } from "./eks.testing.ts";
import { type Ill, type PolicyName, resource, type Well } from "./declared.testing.ts";
import { gkePolicies } from "./gke.ts";
import { kubernetesPolicies } from "./kubernetes.ts";
import { breaches, type Graph, policies } from "./index.ts";

const policyNamed = (name: PolicyName) => {
  const found = policies.find((policy) => policy.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const digest = "0123456789abcdef".repeat(4);
const hash = `${"A".repeat(43)}=`;
const tags = { "managed-by": "modelport", "modelport-stack": "lambda" };
const policyOf = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const role = (policy: string) => resource("aws:iam/rolePolicy:RolePolicy", { policy });
const lambda = (inputs: object) => resource("aws:lambda/function:Function", { ...inputs });
const group = resource("aws:cloudwatch/logGroup:LogGroup", { name: "/aws/lambda/lambda", retentionInDays: 30 });
const bucket = resource("aws:s3/bucket:Bucket", { forceDestroy: true });
const cloudRun = "gcp:cloudrunv2/service:Service";
/** A service of Cloud Run with these sizes; a whole processor and 1 GiB where nothing is said. */
const sized = (limits: object, template: object = {}) =>
  resource(cloudRun, {
    template: {
      maxInstanceRequestConcurrency: 80,
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      ...template,
      containers: [{ resources: { limits: { cpu: "1", memory: "1024Mi", ...limits } } }],
    },
  });
const oneAtATime = { maxInstanceRequestConcurrency: 1, executionEnvironment: "EXECUTION_ENVIRONMENT_GEN1" };
const api = (service: string, more: object = { disableOnDestroy: false }) =>
  resource("gcp:projects/service:Service", { service, ...more });
const member = (type: string, name: string) => resource(type, { role: "roles/run.invoker", member: name });

const well: Well = [
  ...wellOnAws,
  ...wellOnEks,
  ["owned", [resource("aws:iam/role:Role", { tags }), resource("aws:iam/rolePolicy:RolePolicy", {})]],
  [
    "owned",
    [resource(cloudRun, { labels: tags }), resource("kubernetes:core/v1:Service", { metadata: { labels: tags } })],
  ],
  [
    "owned",
    [resource("aws:autoscaling/group:Group", { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) })],
  ],
  [
    "images-by-digest",
    [
      lambda({ imageUri: `r/x@sha256:${digest}` }),
      resource(cloudRun, { template: { containers: [{ image: `r/x:1@sha256:${digest}` }] } }),
    ],
  ],
  ["zips-by-digest", [lambda({ sourceCodeHash: hash }), lambda({ packageType: "Image" })]],
  ["logs-expire", [group, lambda({ name: "lambda" })]],
  [
    "logs-expire",
    [resource(group.type, { retentionInDays: 7 }), lambda({ loggingConfig: { logGroup: "lambda-x-1a2b3c4" } })],
  ],
  [
    "buckets-expire",
    [
      bucket,
      resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", { bucket: "lambda-x-1a2b3c4" }),
    ],
  ],
  ["buckets-expire", [resource("gcp:storage/bucket:Bucket", { lifecycleRules: [{}] })]],
  [
    "endpoint-closed",
    [
      resource("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "AWS_IAM" }),
      resource("aws:lambda/permission:Permission", { principal: "123456789012" }),
    ],
  ],
  [
    "endpoint-closed",
    [
      member("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "user:a@example.com"),
      resource("kubernetes:core/v1:Service", { spec: {} }),
    ],
  ],
  [
    "endpoint-closed",
    [
      resource("aws:ec2/securityGroup:SecurityGroup", {
        ingress: [{ cidrBlocks: ["10.0.0.0/16"] }],
        egress: [{ cidrBlocks: ["0.0.0.0/0"] }],
      }),
    ],
  ],
  [
    "endpoint-closed",
    [resource("aws:apigatewayv2/route:Route", { routeKey: "OPTIONS /{proxy+}", authorizationType: "NONE" })],
  ],
  ["endpoint-closed", [resource("aws:apigateway/method:Method", { httpMethod: "OPTIONS", authorization: "NONE" })]],
  [
    "cors-for-pages",
    [
      resource("aws:apigateway/method:Method", { httpMethod: "ANY", authorization: "AWS_IAM" }),
      resource("aws:apigateway/method:Method", { httpMethod: "OPTIONS", authorization: "NONE" }),
      lambda({ environment: { variables: { CORS_ORIGINS: "https://app.example.com" } } }),
      resource("aws:apigatewayv2/route:Route", { routeKey: "OPTIONS /{proxy+}" }),
      resource("aws:lambda/functionUrl:FunctionUrl", { cors: { allowOrigins: ["*"] } }),
    ],
  ],
  ["cors-for-pages", [resource("aws:apigateway/method:Method", { httpMethod: "OPTIONS", authorization: "AWS_IAM" })]],
  [
    "endpoint-closed",
    ["execute-api:/live/OPTIONS/*", "arn:aws:execute-api:eu-west-1:123456789012:a1b2/live/OPTIONS/*"].map((Resource) =>
      resource("aws:apigateway/restApi:RestApi", {
        policy: policyOf({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource }),
      }),
    ),
  ],
  [
    "data-closed",
    [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", {
        policy: policyOf({
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "ecr:BatchGetImage",
        }),
      }),
    ],
  ],
  [
    "data-closed",
    [
      resource("aws:s3/bucketPolicy:BucketPolicy", {
        policy: policyOf({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
      }),
    ],
  ],
  [
    "actions-by-name",
    [
      role(
        policyOf({
          Effect: "Allow",
          Action: ["logs:PutLogEvents"],
          Resource: "arn:aws:logs:us-east-1:1:log-group:x:*",
        }),
      ),
    ],
  ],
  [
    "resources-by-name",
    [
      role(
        policyOf({ Effect: "Allow", Action: ["xray:PutTraceSegments", "ecr:GetAuthorizationToken"], Resource: "*" }),
      ),
    ],
  ],
  [
    "managed-policies-narrow",
    [
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
      }),
    ],
  ],
  [
    "managed-policies-narrow",
    [
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        policyArn: "arn:aws:iam::123456789012:policy/AdministratorAccess",
      }),
    ],
  ],
  ["roles-narrow", [resource("gcp:projects/iAMMember:IAMMember", { role: "roles/cloudtrace.agent" })]],
  [
    "kubernetes-roles-narrow",
    [
      resource("kubernetes:rbac.authorization.k8s.io/v1:Role", {
        rules: [{ verbs: ["get"], resources: ["pods"], apiGroups: [""] }],
      }),
    ],
  ],
  [
    "own-identity",
    [resource(cloudRun, { template: { serviceAccount: "cloudrun-runner@example-project.iam.gserviceaccount.com" } })],
  ],
  ["encrypted", [resource("aws:sqs/queue:Queue", {}), resource("aws:efs/fileSystem:FileSystem", { encrypted: true })]],
  [
    "encrypted",
    [resource("aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs: { encrypted: "true" } }] })],
  ],
  [
    "no-plain-secrets",
    [
      lambda({
        environment: {
          variables: {
            KEEP_ALIVE_TIMEOUT_MS: "0",
            MONKEY: "x",
            API_KEY_ARN: "arn:aws:x",
            DB_PASSWORD: "arn:aws:secretsmanager:x",
          },
        },
      }),
    ],
  ],
  [
    "no-plain-secrets",
    [resource(cloudRun, { template: { containers: [{ envs: [{ name: "API_KEY", valueSource: {} }] }] } })],
  ],
  [
    "names-fit",
    [
      resource("aws:iam/role:Role", { name: "x".repeat(64) }),
      resource("aws:unknown/thing:Thing", { name: "x".repeat(999) }),
    ],
  ],
  ["cloud-run-sizes", [sized({}), sized({ cpu: "4", memory: "2Gi" }), sized({ cpu: "500m" }, oneAtATime)]],
  ["cloud-run-sizes", [sized({ cpu: "80m", memory: "256Mi" }, oneAtATime), sized({ cpu: "8", memory: "32Gi" })]],
  ["apis-enabled", [resource(cloudRun, {}), api("run.googleapis.com"), resource("gcp:unknown/thing:Thing", {})]],
  [
    "deletable",
    [
      resource(cloudRun, { deletionProtection: false }),
      resource("aws:ecr/repository:Repository", { forceDelete: true }),
      group,
      bucket,
    ],
  ],
];

test.each(well)("%s has nothing to say of %j", (name, graph) => {
  expect(breaches(policyNamed(name), graph)).toEqual([]);
});

const ill: Ill = [
  ...illOnAws,
  ...illOnEks,
  [
    "owned",
    [resource("aws:iam/role:Role", {})],
    "aws:iam/role:Role `lambda-x`: tags is not set, but must have managed-by: modelport, modelport-stack: lambda: put ownershipTags(context) of target-kit there.",
  ],
  [
    "owned",
    [resource(cloudRun, { labels: { ...tags, "modelport-stack": "other" } })],
    'gcp:cloudrunv2/service:Service `lambda-x`: labels is {"managed-by":"modelport","modelport-stack":"other"}, but must have modelport-stack: lambda: put ownershipTags(context) of target-kit there.',
  ],
  [
    "owned",
    [resource("kubernetes:apps/v1:Deployment", { metadata: { name: "a" } })],
    "kubernetes:apps/v1:Deployment `lambda-x`: metadata.labels is not set, but must have managed-by: modelport, modelport-stack: lambda: put ownershipTags(context) of target-kit there.",
  ],
  [
    "images-by-digest",
    [
      resource("aws:ecs/taskDefinition:TaskDefinition", {
        containerDefinitions: JSON.stringify([{ image: "r/x:latest" }]),
      }),
    ],
    'aws:ecs/taskDefinition:TaskDefinition `lambda-x`: containerDefinitions[0].image is "r/x:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  ],
  [
    "zips-by-digest",
    [lambda({ code: "x.zip" })],
    "aws:lambda/function:Function `lambda-x`: sourceCodeHash is not set, but must be the base64 of the zip's SHA-256, or new bytes under the same path would not be deployed: derive it from the artifact's digest.",
  ],
  [
    "logs-expire",
    [resource(group.type, { retentionInDays: 0 })],
    "aws:cloudwatch/logGroup:LogGroup `lambda-x`: retentionInDays is 0, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: otherwise the logs are kept, and billed, forever.",
  ],
  [
    "logs-expire",
    [lambda({ name: "other" }), group],
    'aws:lambda/function:Function `lambda-x`: loggingConfig.logGroup is not set, and no LogGroup is declared with the name "/aws/lambda/other": declare it with retentionInDays, or Lambda creates one that keeps its logs forever and outlives the stack.',
  ],
  [
    "buckets-expire",
    [bucket],
    "aws:s3/bucket:Bucket `lambda-x`: lifecycleRules is not set, but must have a rule that deletes objects after a number of days: otherwise they are kept, and billed, forever.",
  ],
  [
    "function-urls-answer",
    [resource("aws:lambda/functionUrl:FunctionUrl", { functionName: "f", authorizationType: "AWS_IAM" })],
    'aws:lambda/functionUrl:FunctionUrl `lambda-x`: no aws:lambda/permission:Permission allows lambda:InvokeFunctionUrl with functionUrlAuthType "AWS_IAM" on it, or it answers 403: declare one, for the same qualifier.',
  ],
  [
    "endpoint-closed",
    [resource("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" })],
    'aws:lambda/functionUrl:FunctionUrl `lambda-x`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if it is meant to be public.',
  ],
  [
    "endpoint-closed",
    [resource("aws:lambda/permission:Permission", { principal: "*" })],
    'aws:lambda/permission:Permission `lambda-x`: principal is "*" without a condition, but must be an account, a service, or have sourceAccount, sourceArn or principalOrgId, or set modelport:public to true if it is meant to be public.',
  ],
  [
    "endpoint-closed",
    [resource("aws:lb/loadBalancer:LoadBalancer", {})],
    "aws:lb/loadBalancer:LoadBalancer `lambda-x`: internal is not set, but must be true, or set modelport:public to true if it is meant to be public.",
  ],
  [
    "endpoint-closed",
    [resource("aws:ec2/securityGroup:SecurityGroup", { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] })],
    'aws:ec2/securityGroup:SecurityGroup `lambda-x`: ingress[0].cidrBlocks[0] is "0.0.0.0/0", but must be the addresses that need it, or set modelport:public to true if it is meant to be public.',
  ],
  [
    "endpoint-closed",
    [resource("aws:apigatewayv2/route:Route", { routeKey: "$default" })],
    "aws:apigatewayv2/route:Route `lambda-x`: authorizationType is not set, but must be AWS_IAM or JWT or CUSTOM, or set modelport:public to true if it is meant to be public.",
  ],
  [
    "endpoint-closed",
    [
      resource("aws:apigateway/restApiPolicy:RestApiPolicy", {
        policy: policyOf({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" }),
      }),
    ],
    'aws:apigateway/restApiPolicy:RestApiPolicy `lambda-x`: policy.Statement[0] has the principal "*" without a condition, but must name accounts, roles or services, or set modelport:public to true if it is meant to be public.',
  ],
  ...["execute-api:/*/OPTIONS/*", "execute-api:/live/*/OPTIONS", "execute-api:/live/POST/OPTIONS/x"].map(
    (Resource): [PolicyName, Graph, string] => [
      "endpoint-closed",
      [
        resource("aws:apigateway/restApi:RestApi", {
          policy: policyOf(
            {
              Effect: "Allow",
              Principal: "*",
              Action: "execute-api:Invoke",
              Resource: "execute-api:/live/OPTIONS/*",
            },
            {
              Effect: "Allow",
              Principal: "*",
              Action: "execute-api:Invoke",
              Resource: ["execute-api:/live/OPTIONS/*", Resource],
            },
          ),
        }),
      ],
      'aws:apigateway/restApi:RestApi `lambda-x`: policy.Statement[1] has the principal "*" without a condition, but must name accounts, roles or services, or set modelport:public to true if it is meant to be public.',
    ],
  ),
  [
    "cors-for-pages",
    [
      resource("aws:apigateway/method:Method", { httpMethod: "OPTIONS", authorization: "AWS_IAM" }),
      lambda({ environment: { variables: { CORS_ORIGINS: "*" } } }),
    ],
    'aws:apigateway/method:Method `lambda-x`: authorization is "AWS_IAM", but must be NONE, because browsers cannot sign CORS preflight requests (OPTIONS).',
  ],
  [
    "cors-for-pages",
    [
      resource("aws:apigateway/method:Method", { httpMethod: "ANY", authorization: "AWS_IAM", restApi: "a" }),
      resource("aws:apigateway/method:Method", { httpMethod: "OPTIONS", authorization: "NONE", restApi: "a" }),
    ],
    'aws:apigateway/method:Method `lambda-x`: authorization is "NONE", but CORS allows no origin: it must be that of the API\'s other methods, or anyone can call it with OPTIONS.',
  ],
  [
    "cors-for-pages",
    [resource("aws:apigatewayv2/route:Route", { routeKey: "OPTIONS /{proxy+}", authorizationType: "JWT" })],
    'aws:apigatewayv2/route:Route `lambda-x`: authorizationType is "JWT", but must be NONE, because browsers cannot sign CORS preflight requests (OPTIONS).',
  ],
  [
    "cors-for-pages",
    [resource("aws:apigatewayv2/api:Api", { corsConfiguration: { allowCredentials: true } })],
    "aws:apigatewayv2/api:Api `lambda-x`: corsConfiguration.allowCredentials is true, but must be left out, or browsers send cookies with cross-origin requests.",
  ],
  [
    "endpoint-closed",
    [member("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "allUsers")],
    'gcp:cloudrunv2/serviceIamMember:ServiceIamMember `lambda-x`: member is "allUsers", but must be accounts, groups or domains by name, or set modelport:public to true if it is meant to be public.',
  ],
  [
    "endpoint-closed",
    [resource("kubernetes:core/v1:Service", { spec: { type: "LoadBalancer" } })],
    'kubernetes:core/v1:Service `lambda-x`: spec.type is "LoadBalancer", but must be ClusterIP, or set modelport:public to true if it is meant to be public.',
  ],
  [
    "data-closed",
    [member("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", "allAuthenticatedUsers")],
    'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember `lambda-x`: member is "allAuthenticatedUsers", but must be accounts, groups or domains by name.',
  ],
  [
    "data-closed",
    [
      resource("aws:ecr/repositoryPolicy:RepositoryPolicy", {
        policy: policyOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "ecr:BatchGetImage" }),
      }),
    ],
    'aws:ecr/repositoryPolicy:RepositoryPolicy `lambda-x`: policy.Statement[0] has the principal "*" without a condition, but must name accounts, roles or services.',
  ],
  [
    "actions-by-name",
    [role(policyOf({ Effect: "Allow", Action: "logs:*", Resource: "*" }))],
    'aws:iam/rolePolicy:RolePolicy `lambda-x`: policy.Statement[0] allows "logs:*", but must name each action in full: list the ones that are called.',
  ],
  [
    "actions-by-name",
    [role(policyOf({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }))],
    "aws:iam/rolePolicy:RolePolicy `lambda-x`: policy.Statement[0] allows all but what it names (NotAction, NotResource or NotPrincipal): name what is needed instead.",
  ],
  [
    "resources-by-name",
    [role(policyOf({ Effect: "Allow", Action: "logs:PutLogEvents", Resource: "*" }))],
    'aws:iam/rolePolicy:RolePolicy `lambda-x`: policy.Statement[0] allows logs:PutLogEvents on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
  ],
  [
    "managed-policies-narrow",
    [resource("aws:iam/role:Role", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })],
    "aws:iam/role:Role `lambda-x`: managedPolicyArns names AdministratorAccess, but only AmazonEC2ContainerRegistryPullOnly, AmazonEKSBlockStoragePolicy, AmazonEKSClusterPolicy, AmazonEKSComputePolicy, AmazonEKSLoadBalancingPolicy, AmazonEKSNetworkingPolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, service-role/AmazonEBSCSIDriverPolicy have no narrower equivalent: declare a policy with the actions that are needed.",
  ],
  [
    "roles-narrow",
    [resource("gcp:projects/iAMMember:IAMMember", { role: "roles/editor" })],
    'gcp:projects/iAMMember:IAMMember `lambda-x`: role is "roles/editor", but must be a predefined role for this work only, granted on one resource if possible: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.',
  ],
  [
    "roles-narrow",
    [resource("gcp:projects/iAMBinding:IAMBinding", { role: "roles/cloudtrace.agent" })],
    "gcp:projects/iAMBinding:IAMBinding `lambda-x`: it replaces what others were granted in the project: declare an IAMMember, which adds one member and leaves the others alone.",
  ],
  [
    "kubernetes-roles-narrow",
    [resource("kubernetes:rbac.authorization.k8s.io/v1:Role", { rules: [{ verbs: ["*"] }] })],
    'kubernetes:rbac.authorization.k8s.io/v1:Role `lambda-x`: rules[0].verbs has "*", but must name each: list those that are used.',
  ],
  [
    "kubernetes-roles-narrow",
    [resource("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", { roleRef: { name: "cluster-admin" } })],
    'kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding `lambda-x`: roleRef.name is "cluster-admin", but must be a role that the program declares: declare one with the verbs and resources that are used.',
  ],
  [
    "own-identity",
    [resource(cloudRun, { template: {} })],
    "gcp:cloudrunv2/service:Service `lambda-x`: template.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.",
  ],
  [
    "own-identity",
    [resource("kubernetes:apps/v1:Deployment", { spec: { template: { spec: { serviceAccountName: "default" } } } })],
    'kubernetes:apps/v1:Deployment `lambda-x`: spec.template.spec.serviceAccountName is "default", but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.',
  ],
  [
    "encrypted",
    [resource("aws:efs/fileSystem:FileSystem", {})],
    "aws:efs/fileSystem:FileSystem `lambda-x`: encrypted is not set, but must be true: otherwise what is stored there is in plain text.",
  ],
  [
    "encrypted",
    [resource("aws:ec2/launchTemplate:LaunchTemplate", { blockDeviceMappings: [{ ebs: { volumeSize: 20 } }] })],
    "aws:ec2/launchTemplate:LaunchTemplate `lambda-x`: blockDeviceMappings[0].ebs.encrypted is not set, but must be true: otherwise what is stored there is in plain text.",
  ],
  [
    "no-plain-secrets",
    [lambda({ environment: { variables: { API_KEY: "hunter2" } } })],
    "aws:lambda/function:Function `lambda-x`: environment.variables has API_KEY with a value in plain text, which the console and the state show: let the platform read it from its secret store.",
  ],
  [
    "no-plain-secrets",
    [resource(cloudRun, { template: { containers: [{ envs: [{ name: "DB_PASSWORD", value: "x" }] }] } })],
    "gcp:cloudrunv2/service:Service `lambda-x`: template.containers[0].envs has DB_PASSWORD with a value in plain text, which the console and the state show: let the platform read it from its secret store.",
  ],
  [
    "names-fit",
    [resource("gcp:serviceaccount/account:Account", { accountId: "cloudrun-pr-12345-a-long-branch" })],
    'gcp:serviceaccount/account:Account `lambda-x`: accountId is "cloudrun-pr-12345-a-long-branch", which has 31 characters, but may have 30: shorten what is added to the stack\'s name, or refuse such a stack name before anything is declared.',
  ],
  [
    "names-fit",
    [resource("aws:lb/targetGroup:TargetGroup", {}, { name: "x".repeat(25) })],
    `aws:lb/targetGroup:TargetGroup \`${"x".repeat(25)}\`: its name is derived from the logical one and has 33 characters, but may have 32: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.`,
  ],
  [
    "deletable",
    [resource(cloudRun, {})],
    "gcp:cloudrunv2/service:Service `lambda-x`: deletionProtection is not set, but must be false, otherwise `pulumi destroy` is refused.",
  ],
  [
    "deletable",
    [resource("aws:ecr/repository:Repository", {})],
    "aws:ecr/repository:Repository `lambda-x`: forceDelete is not set, but must be true, otherwise `pulumi destroy` fails once something is in it.",
  ],
  [
    "deletable",
    [resource("aws:iam/role:Role", {}, { protect: true })],
    "aws:iam/role:Role `lambda-x`: the option protect is true, but must be left out, otherwise `pulumi destroy` is refused.",
  ],
  [
    "cloud-run-sizes",
    [sized({ memory: "8Gi" })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.containers[0].resources.limits.memory is "8Gi" with cpu "1", but must be 128 to 4096 MiB.',
  ],
  [
    "cloud-run-sizes",
    [sized({ cpu: "4" })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.containers[0].resources.limits.memory is "1024Mi" with cpu "4", but must be 2048 to 16384 MiB.',
  ],
  [
    "cloud-run-sizes",
    [sized({ cpu: "3" })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.containers[0].resources.limits.cpu is "3", but must be 1, 2, 4, 6 or 8, or below 1.',
  ],
  [
    "cloud-run-sizes",
    [sized({ cpu: "1vCPU" })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.containers[0].resources.limits is {"cpu":"1vCPU","memory":"1024Mi"}, but must have cpu from 0.08 to 8 and memory such as 1024Mi.',
  ],
  [
    "cloud-run-sizes",
    [sized({ cpu: "0.5" }, { ...oneAtATime, maxInstanceRequestConcurrency: 80 })],
    "gcp:cloudrunv2/service:Service `lambda-x`: template.maxInstanceRequestConcurrency is 80 with less than 1 vCPU, but must be 1.",
  ],
  [
    "cloud-run-sizes",
    [sized({}, { maxInstanceRequestConcurrency: undefined })],
    "gcp:cloudrunv2/service:Service `lambda-x`: template.maxInstanceRequestConcurrency is not set, but must be stated: Google's default is 80, or 1 below 1 vCPU.",
  ],
  [
    "cloud-run-sizes",
    [sized({ cpu: "500m" }, { maxInstanceRequestConcurrency: 1 })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.executionEnvironment is "EXECUTION_ENVIRONMENT_GEN2" with less than 1 vCPU, but must be EXECUTION_ENVIRONMENT_GEN1.',
  ],
  [
    "cloud-run-sizes",
    [sized({ memory: "256Mi" })],
    'gcp:cloudrunv2/service:Service `lambda-x`: template.executionEnvironment is "EXECUTION_ENVIRONMENT_GEN2" with 256 MiB, but must be EXECUTION_ENVIRONMENT_GEN1, or the memory 512 MiB or more.',
  ],
  [
    "cloud-run-sizes",
    [
      resource("gcp:cloudfunctionsv2/function:Function", {
        serviceConfig: { availableCpu: "1", availableMemory: "8192Mi", maxInstanceRequestConcurrency: 80 },
      }),
    ],
    'gcp:cloudfunctionsv2/function:Function `lambda-x`: serviceConfig.availableMemory is "8192Mi" with cpu "1", but must be 128 to 4096 MiB.',
  ],
  [
    "cloud-run-sizes",
    [
      resource("gcp:cloudfunctionsv2/function:Function", {
        serviceConfig: { availableCpu: "0.5", availableMemory: "512Mi" },
      }),
    ],
    "gcp:cloudfunctionsv2/function:Function `lambda-x`: serviceConfig.maxInstanceRequestConcurrency is not set, but must be stated: Google's default is 80, or 1 below 1 vCPU.",
  ],
  [
    "apis-enabled",
    [resource(cloudRun, {}), api("iam.googleapis.com")],
    "gcp:cloudrunv2/service:Service `lambda-x`: nothing enables the API run.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
  ],
  [
    "apis-enabled",
    [api("run.googleapis.com", {})],
    "gcp:projects/service:Service `lambda-x`: disableOnDestroy is not set, but must be false: otherwise `pulumi destroy` disables the API for the whole project.",
  ],
];

test.each(ill)("%s refuses %j", (name, graph, sentence) => {
  expect(breaches(policyNamed(name), graph)).toEqual([sentence]);
});

test("every policy is seen to refuse something, here, in kubernetes.test.ts or in gke.test.ts", () => {
  const elsewhere = [...kubernetesPolicies, ...gkePolicies].map(({ name }) => [name] as const);
  const refusing = new Set<string>([...ill, ...elsewhere].map(([name]) => name));
  expect(policies.map(({ name }) => name).filter((name) => !refusing.has(name))).toEqual([]);
});
