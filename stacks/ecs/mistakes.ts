// Mistakes that somebody might make in this target, and the check that finds each.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "the memory is a size that Fargate does not have with this CPU",
    file: "deployment/task-definition.ts",
    find: "memory: String(settings.memoryMiB),",
    replace: 'memory: "1536",',
    rebilled: true,
    check: "fargate-sizes",
    sentence: [
      'aws:ecs/taskDefinition:TaskDefinition `ecs-task`: memory is "1536" with cpu 512, but must be 1024 to 4096 MiB in steps of 1024.',
      'aws:ecs/taskDefinition:TaskDefinition `ecs-task`: memory is "1536" with cpu 4096, but must be 8192 to 30720 MiB in steps of 1024.',
    ],
  },
  {
    title: "the load balancer admits everyone if no range is given",
    file: "deployment/security-groups.ts",
    find: "settings.allowedCidrs : cidrs;",
    replace: 'settings.allowedCidrs : [...cidrs, "0.0.0.0/0"];',
    check: "endpoint-closed",
    redrawn: true,
    sentence:
      'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule `ecs-balancer-80-from-0-0-0-0-0`: cidrIpv4 is "0.0.0.0/0", but must be the addresses that need it, or set modelport:public to true if it is meant to be public.',
  },
  {
    title: "the image is named by a tag, which moves",
    file: "deployment/deployment.ts",
    find: "image: image.reference,",
    replace: "image: pulumi.interpolate`${repository.repositoryUrl}:latest`,",
    check: "images-by-digest",
    sentence:
      'aws:ecs/taskDefinition:TaskDefinition `ecs-task`: containerDefinitions[0].image is "123456789012.dkr.ecr.us-east-1.amazonaws.com/ecs-images-1a2b3c4:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
  {
    title: "the execution role may do anything with registries",
    file: "deployment/iam-policies.ts",
    find: '["ecr:GetAuthorizationToken"]',
    replace: '["ecr:*"]',
    check: "actions-by-name",
    sentence:
      'aws:iam/rolePolicy:RolePolicy `ecs-execution-role-pull`: policy.Statement[0] allows "ecr:*", but must name each action in full: list the ones that are called.',
  },
  {
    title: "the execution role may pull from every repository",
    file: "deployment/iam-policies.ts",
    find: "Resource: repositoryArn,",
    replace: 'Resource: (void repositoryArn, "*"),',
    check: "resources-by-name",
    sentence: [
      'aws:iam/rolePolicy:RolePolicy `ecs-execution-role-pull`: policy.Statement[1] allows ecr:BatchCheckLayerAvailability on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
      'aws:iam/rolePolicy:RolePolicy `ecs-execution-role-pull`: policy.Statement[1] allows ecr:BatchGetImage on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
      'aws:iam/rolePolicy:RolePolicy `ecs-execution-role-pull`: policy.Statement[1] allows ecr:GetDownloadUrlForLayer on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
    ],
  },
  {
    title: "the execution role has AWS's own policy, which is wide",
    file: "deployment/roles.ts",
    find: "new iam.Role(`${name}-execution-role`, trusted, child)",
    replace:
      'new iam.Role(`${name}-execution-role`, { ...trusted, managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"] }, child)',
    check: "managed-policies-narrow",
    sentence:
      "aws:iam/role:Role `ecs-execution-role`: managedPolicyArns names service-role/AmazonECSTaskExecutionRolePolicy, but only AmazonEC2ContainerRegistryPullOnly, AmazonEKSBlockStoragePolicy, AmazonEKSClusterPolicy, AmazonEKSComputePolicy, AmazonEKSLoadBalancingPolicy, AmazonEKSNetworkingPolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, service-role/AmazonEBSCSIDriverPolicy have no narrower equivalent: declare a policy with the actions that are needed.",
  },
  {
    title: "requests are drained for longer than tasks live",
    file: "deployment/target-group.ts",
    find: "deregistrationDelay: facts.timeouts.value.deregistrationSeconds,",
    replace: "deregistrationDelay: 45,",
    check: "timeouts-declared",
    sentence: [
      "aws:lb/targetGroup:TargetGroup `ecs-main`: deregistrationDelay is 45 s, but must be 30 s, which facts.timeouts has as deregistrationSeconds: change one of them.",
      "aws:lb/targetGroup:TargetGroup `ecs-next`: deregistrationDelay is 45 s, but must be 30 s, which facts.timeouts has as deregistrationSeconds: change one of them.",
    ],
  },
  {
    title: "the load balancer keeps connections for longer than the server",
    file: "deployment/load-balancer.ts",
    find: "idleTimeout: facts.timeouts.value.frontIdleSeconds,",
    replace: "idleTimeout: 120,",
    check: "timeouts-declared",
    sentence:
      "aws:lb/loadBalancer:LoadBalancer `ecs-lb`: idleTimeout is 120 s, but must be 60 s, which facts.timeouts has as frontIdleSeconds: change one of them.",
  },
  {
    title: "a broken image is not rolled back",
    file: "deployment/service.ts",
    find: "deploymentCircuitBreaker: { enable: true, rollback: true },",
    replace: "deploymentCircuitBreaker: { enable: true, rollback: false },",
    check: "deployments-roll-back",
    sentence:
      'aws:ecs/service:Service `ecs-service`: deploymentCircuitBreaker.rollback is false with the strategy "ROLLING", but must be true, or a broken image stays.',
  },
  {
    title: "`up` ends before the tasks run",
    file: "deployment/service.ts",
    find: "waitForSteadyState: true,",
    replace: "waitForSteadyState: false,",
    check: "deployments-roll-back",
    sentence:
      "aws:ecs/service:Service `ecs-service`: waitForSteadyState is false, but must be true, or `up` ends before the tasks run.",
  },
  {
    title: "an `up` takes back what scaling has decided",
    file: "deployment/service.ts",
    find: 'ignoreChanges: ["desiredCount"],',
    replace: "ignoreChanges: [],",
    check: "left-to-aws",
    sentence:
      "aws:ecs/service:Service `ecs-service`: the option ignoreChanges lacks desiredCount, but must have it, because scaling decides it.",
  },
  {
    title: "an `up` takes back the requests that ECS has shifted",
    file: "deployment/routing.ts",
    find: 'ignoreChanges: ["actions"]',
    replace: "ignoreChanges: []",
    check: "left-to-aws",
    sentence:
      "aws:lb/listenerRule:ListenerRule `ecs-rule`: the option ignoreChanges lacks actions, but must have it, because ECS shifts its weights.",
  },
  {
    title: "tasks reach AWS through a NAT gateway, which costs more than they do",
    file: "deployment/vpc-endpoints.ts",
    find: "    this.endpoints = [...interfaces, s3];",
    replace: `    new ec2.NatGateway(\`\${name}-nat\`, { subnetId: taskSubnets[0] ?? "", connectivityType: "private", tags }, child);
    this.endpoints = [...interfaces, s3];`,
    check: "no-nat",
    redrawn: true,
    sentence:
      "aws:ec2/natGateway:NatGateway `ecs-nat`: it costs by the hour and the gigabyte, but must be left out: give tasks public addresses or VPC endpoints, or use subnets that have a NAT gateway already.",
  },
  {
    title: "targets are instances, which Fargate does not have",
    file: "deployment/target-group.ts",
    find: 'targetType: "ip",',
    replace: 'targetType: "instance",',
    check: "target-groups-fit",
    sentence: [
      'aws:lb/targetGroup:TargetGroup `ecs-main`: targetType is "instance", but must be "ip", because Fargate has no instances.',
      'aws:lb/targetGroup:TargetGroup `ecs-next`: targetType is "instance", but must be "ip", because Fargate has no instances.',
    ],
  },
  {
    title: "a task receives requests before its model is loaded",
    file: "deployment/target-group.ts",
    find: 'path: "/ready",',
    replace: 'path: "/health",',
    check: "target-groups-fit",
    sentence: [
      'aws:lb/targetGroup:TargetGroup `ecs-main`: healthCheck.path is "/health", but must be "/ready", which answers 503 until the model is loaded.',
      'aws:lb/targetGroup:TargetGroup `ecs-next`: healthCheck.path is "/health", but must be "/ready", which answers 503 until the model is loaded.',
    ],
  },
  {
    title: "a variable holds a secret in plain text",
    file: "environment.ts",
    find: "...timeoutVariables(facts.timeouts.value),",
    replace: `...timeoutVariables(facts.timeouts.value),
  DB_PASSWORD: { from: "nowhere", value: () => "hunter2" },`,
    check: "no-plain-secrets",
    sentence:
      "aws:ecs/taskDefinition:TaskDefinition `ecs-task`: containerDefinitions[0].environment has DB_PASSWORD with a value in plain text, which the console and the state show: let the platform read it from its secret store.",
  },
  {
    title: "the logs are kept forever",
    file: "deployment/task-definition.ts",
    find: "{ retentionInDays: settings.logRetentionDays, tags }",
    replace: "{ tags }",
    check: "logs-expire",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `ecs-logs`: retentionInDays is not set, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: otherwise the logs are kept, and billed, forever.",
  },
  {
    title: "the container runs as root",
    file: "deployment/container.ts",
    find: 'user: "1000",',
    replace: 'user: "root",',
    check: "containers-confined",
    sentence:
      'aws:ecs/taskDefinition:TaskDefinition `ecs-task`: containerDefinitions[0].user is "root", but must be a user other than root.',
  },
  {
    title: "the container may write to its image",
    file: "deployment/container.ts",
    find: "readonlyRootFilesystem: true,",
    replace: "readonlyRootFilesystem: false,",
    check: "containers-confined",
    sentence:
      "aws:ecs/taskDefinition:TaskDefinition `ecs-task`: containerDefinitions[0].readonlyRootFilesystem is false, but must be true.",
  },
  {
    title: "HTTPS with a policy that admits TLS 1.0",
    file: "deployment/load-balancer.ts",
    find: '"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
    replace: '"ELBSecurityPolicy-2016-08"',
    check: "load-balancers-hardened",
    sentence:
      'aws:lb/listener:Listener `ecs-https`: sslPolicy is "ELBSecurityPolicy-2016-08", but must begin with ELBSecurityPolicy-TLS13-1-2- or -1-3-.',
  },
  {
    title: "plain HTTP is served beside HTTPS",
    file: "deployment/load-balancer.ts",
    find: '{ defaultActions: [{ type: "redirect", redirect }] };',
    replace: "{ ...answer, redirect };",
    check: "load-balancers-hardened",
    sentence:
      'aws:lb/listener:Listener `ecs-http`: defaultActions has ["fixed-response"], but must only redirect, because the load balancer has a certificate.',
  },
  {
    title: "invalid headers reach the app",
    file: "deployment/load-balancer.ts",
    find: "dropInvalidHeaderFields: true,",
    replace: "",
    check: "load-balancers-hardened",
    sentence: "aws:lb/loadBalancer:LoadBalancer `ecs-lb`: dropInvalidHeaderFields is not set, but must be true.",
  },
  {
    title: "the load balancer cannot be deleted",
    file: "deployment/load-balancer.ts",
    find: "enableDeletionProtection: settings.deletionProtection,",
    replace: "enableDeletionProtection: true,",
    check: "deletable",
    sentence:
      "aws:lb/loadBalancer:LoadBalancer `ecs-lb`: enableDeletionProtection is true, but must be false, otherwise `pulumi destroy` is refused.",
  },
  {
    title: "access logs are left out if no bucket is given, which keeps them",
    file: "deployment/load-balancer.ts",
    find: 'accessLogs: { bucket: settings.accessLogsBucket ?? "", enabled: settings.accessLogsBucket !== undefined },',
    replace:
      "...(settings.accessLogsBucket !== undefined && { accessLogs: { bucket: settings.accessLogsBucket, enabled: true } }),",
    samples: ["accessLogsBucket"],
    check: "removed-settings-gone",
    sentence:
      'aws:lb/loadBalancer:LoadBalancer `ecs-lb`: accessLogs is still {"bucket":"example-logs","enabled":true} after accessLogsBucket (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
  },
  {
    title: "the bake time is left out of rolling deployments, which keeps it",
    file: "deployment/rollout.ts",
    find: 'return { strategy: "ROLLING", bakeTimeInMinutes: "0" };',
    replace: 'return { strategy: "ROLLING" };',
    samples: ["deployment", "bakeMinutes", "stepPercent", "stepMinutes"],
    check: "removed-settings-gone",
    sentence: [
      'aws:ecs/service:Service `ecs-service`: deploymentConfiguration.bakeTimeInMinutes is still "5" after deployment (defaults) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: deploymentConfiguration.bakeTimeInMinutes is still "10" after bakeMinutes (defaults) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: deploymentConfiguration.bakeTimeInMinutes is still "5" after stepPercent (defaults) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: deploymentConfiguration.bakeTimeInMinutes is still "5" after stepMinutes (defaults) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: deploymentConfiguration.bakeTimeInMinutes is still "5" after deployment (a shared listener) was removed again, and would be "" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
    ],
  },
  {
    title: "the alarms are left out of rolling deployments, which keeps them",
    file: "deployment/service.ts",
    find: "...(alarms.length > 0 && {",
    replace: "...(isShifted && {",
    samples: ["deployment", "bakeMinutes", "stepPercent", "stepMinutes"],
    check: "removed-settings-gone",
    sentence: [
      'aws:ecs/service:Service `ecs-service`: alarms is still {"alarmNames":["ecs-alarm-balancer-5xx-bce62dc","ecs-alarm-task-5xx-c9c847d","ecs-alarm-task-5xx-nex... after deployment (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: alarms is still {"alarmNames":["ecs-alarm-balancer-5xx-bce62dc","ecs-alarm-task-5xx-c9c847d","ecs-alarm-task-5xx-nex... after bakeMinutes (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: alarms is still {"alarmNames":["ecs-alarm-balancer-5xx-bce62dc","ecs-alarm-task-5xx-c9c847d","ecs-alarm-task-5xx-nex... after stepPercent (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: alarms is still {"alarmNames":["ecs-alarm-balancer-5xx-bce62dc","ecs-alarm-task-5xx-c9c847d","ecs-alarm-task-5xx-nex... after stepMinutes (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
      'aws:ecs/service:Service `ecs-service`: alarms is still {"alarmNames":["ecs-alarm-task-5xx-c9c847d","ecs-alarm-task-5xx-next-39979c8","ecs-alarm-p99-c0e2c2f... after deployment (a shared listener) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
    ],
  },
  {
    title: "Spot is changed without a new deployment",
    file: "deployment/service.ts",
    find: "forceNewDeployment: true,",
    replace: "",
    samples: ["spot"],
    check: "removed-settings-gone",
    sentence:
      "up (spot (defaults)): failed to register new resource ecs-service [aws:ecs/service:Service]: force_new_deployment should be true when capacity_provider_strategy is being updated",
  },
  {
    title: "tasks may connect to nothing, so that they cannot pull their image",
    file: "deployment/security-groups.ts",
    find: 'this.send("tasks-to-aws", this.tasks.id, { port: HTTPS, cidrIpv4: "0.0.0.0/0" });',
    replace: "void HTTPS;",
    check: "clouds-take-it",
    redrawn: true,
    sentence: [
      "up (defaults): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (public): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (HTTPS for two ranges, with access logs): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (behind a shared internal listener): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (behind a shared public listener, for one range): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (blue-green, on Spot): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (canary behind a shared listener): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (given subnets that route by themselves, without alarms): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
      "up (everything else): failed to register new resource ecs-service [aws:ecs/service:Service]: waiting for ECS Service (ecs) create: timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s) (ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR)",
    ],
  },
  {
    title: "stack names may be longer than a target group's name",
    file: "deployment/preflight.ts",
    find: "const LONGEST_STACK = 19;",
    replace: "const LONGEST_STACK = 60;",
    check: "long-stack-names",
    sentence: [
      "aws:iam/role:Role `ecs-pr-0123456789012345678901234567890123456789-execution-role`: its name is derived from the logical one and has 70 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:iam/role:Role `ecs-pr-0123456789012345678901234567890123456789-task-role`: its name is derived from the logical one and has 65 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:lb/targetGroup:TargetGroup `ecs-pr-0123456789012345678901234567890123456789-main`: its name is derived from the logical one and has 60 characters, but may have 32: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:lb/loadBalancer:LoadBalancer `ecs-pr-0123456789012345678901234567890123456789-lb`: its name is derived from the logical one and has 58 characters, but may have 32: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:iam/role:Role `ecs-pr-0123456789012345678901234567890123456789-shift-role`: its name is derived from the logical one and has 66 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:lb/targetGroup:TargetGroup `ecs-pr-0123456789012345678901234567890123456789-next`: its name is derived from the logical one and has 60 characters, but may have 32: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
    ],
  },
  {
    title: "security groups have no owner",
    file: "deployment/security-groups.ts",
    find: "const inputs = { vpcId, description, tags: this.#tags };",
    replace: "const inputs = { vpcId, description };",
    check: "owned",
    sentence: [
      "aws:ec2/securityGroup:SecurityGroup `ecs-tasks-group`: tags is not set, but must have managed-by: modelport, modelport-stack: ecs: put ownershipTags(context) of target-kit there.",
      "aws:ec2/securityGroup:SecurityGroup `ecs-balancer-group`: tags is not set, but must have managed-by: modelport, modelport-stack: ecs: put ownershipTags(context) of target-kit there.",
      "aws:ec2/securityGroup:SecurityGroup `ecs-endpoints-group`: tags is not set, but must have managed-by: modelport, modelport-stack: ecs: put ownershipTags(context) of target-kit there.",
    ],
  },
  {
    title: "a private endpoint claims to demand nothing",
    file: "deploy.ts",
    find: "cidrs: allowedCidrs } : inside;",
    replace: 'cidrs: allowedCidrs } : { kind: (void inside, "none") };',
    check: "auth-fits-public",
    sentence: [
      "deploy (defaults): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (behind a shared internal listener): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (blue-green, on Spot): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (canary behind a shared listener): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (linear, without public addresses): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (four vCPUs, with exec and insights, by VPC endpoints): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (given subnets that route by themselves, without alarms): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (everything else): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
    ],
  },
];
