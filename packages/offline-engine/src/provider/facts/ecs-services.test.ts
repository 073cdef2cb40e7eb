import { expect, test } from "vitest";
import {
  type Changes,
  container,
  definition,
  fargateStack,
  SUBNET_A,
  SUBNET_B,
  TYPES,
} from "./fargate-stack.testing.ts";
import { textOf, type Values } from "@modelport/sdk-schema/wire";

const NEW_GROUP = { name: "other", port: 8000, protocol: "HTTP", vpcId: "vpc-1" };

test("a service with all its parts is created, and a second `up` changes nothing", async () => {
  const { make, diff, service } = await fargateStack();
  const made = await make(TYPES.service, "api", service());
  expect(made.id).toBe("arn:aws:ecs:us-east-1:123456789012:service/api/api");
  expect(await diff(TYPES.service, "api", made, service())).toEqual([]);
});

test("a target group needs a listener before a service uses it", async () => {
  const { make, id, service } = await fargateStack(["listener"]);
  await expect(make(TYPES.service, "api", service())).rejects.toThrow(
    `InvalidParameterException: The target group with targetGroupArn ${id("targets")} does not have an associated load balancer.`,
  );
  const forward = [{ type: "forward", forward: { targetGroups: [{ arn: id("targets"), weight: 1 }] } }];
  const listener = await make(TYPES.listener, "l", {
    loadBalancerArn: id("balancer"),
    port: 80,
    defaultActions: [{ type: "fixed-response" }],
  });
  await make(TYPES.rule, "r", {
    listenerArn: listener.id,
    conditions: [{ pathPattern: { values: ["/*"] } }],
    actions: forward,
  });
  await expect(make(TYPES.service, "api", service())).resolves.toBeDefined();
});

test.each<[Changes, string]>([
  [
    { loadBalancers: [], healthCheckGracePeriodSeconds: 60 },
    "Health check grace period is only valid for services configured to use load balancers",
  ],
  [
    { networkConfiguration: undefined },
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  ],
  [
    {
      networkConfiguration: {
        subnets: [SUBNET_A],
        securityGroups: Array.from({ length: 6 }, (_, index) => `sg-${index}`),
      },
    },
    "securityGroups can have at most 5 items.",
  ],
  [
    { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
    "Associate the capacity provider with the cluster and try again.",
  ],
  [
    { capacityProviderStrategies: [{ capacityProvider: "FARGATE" }] },
    "Specifying both a launch type and capacity provider strategy is not supported.",
  ],
  [
    { deploymentConfiguration: { strategy: "BLUE_GREEN" } },
    "advancedConfiguration field is required for all loadBalancers when using a BLUE_GREEN deployment.",
  ],
  [
    { loadBalancers: [], deploymentConfiguration: { strategy: "CANARY" } },
    "canaryConfiguration is required when using a CANARY deployment.",
  ],
])("CreateService refuses %j", async (more, sentence) => {
  const { make, service } = await fargateStack();
  await expect(make(TYPES.service, "api", service(more))).rejects.toThrow(sentence);
});

test("the container and its port are in the task definition, and targets are addresses", async () => {
  const { make, id, service } = await fargateStack();
  const behind = (targetGroupArn: string, containerName: string, containerPort: number) =>
    make(TYPES.service, "api", service({ loadBalancers: [{ targetGroupArn, containerName, containerPort }] }));
  await expect(behind(id("targets"), "app", 8000)).rejects.toThrow(
    "The container app does not exist in the task definition.",
  );
  await expect(behind(id("targets"), "api", 80)).rejects.toThrow(
    "The container api did not have a container port 80 defined.",
  );
  const other = await make(TYPES.targets, "other", NEW_GROUP);
  await make(TYPES.listener, "other", {
    loadBalancerArn: id("balancer"),
    port: 81,
    defaultActions: [{ type: "forward", targetGroupArn: other.id }],
  });
  await expect(behind(other.id, "api", 8000)).rejects.toThrow(
    `The provided target group ${other.id} has target type instance, which is incompatible with the awsvpc network mode`,
  );
});

test("what is left out of a service stays: its breaker, its strategy, its alarms", async () => {
  const { make, diff, service } = await fargateStack();
  const alarms = { alarmNames: ["b", "a"], enable: true, rollback: true };
  const made = await make(
    TYPES.service,
    "api",
    service({ alarms, deploymentConfiguration: { strategy: "ROLLING", bakeTimeInMinutes: "5" } }),
  );
  const { deploymentCircuitBreaker: _breaker, ...without } = service();
  expect(await diff(TYPES.service, "api", made, without)).toEqual([]);
  expect(await diff(TYPES.service, "api", made, service({ alarms: { ...alarms, alarmNames: ["a", "b"] } }))).toEqual(
    [],
  );
  const network = { subnets: [SUBNET_B, SUBNET_A], securityGroups: ["sg-1"], assignPublicIp: true };
  expect(await diff(TYPES.service, "api", made, service({ networkConfiguration: network }))).toEqual([
    expect.stringContaining("networkConfiguration"),
    expect.stringContaining("networkConfiguration"),
    expect.stringContaining("networkConfiguration"),
  ]);
  expect(await diff(TYPES.service, "api", made, service({ launchType: "EC2" }))).toEqual(["replace launchType"]);
});

test("capacity providers belong to the cluster, change with a new deployment only, and stay while a service uses them", async () => {
  const { make, change, remove, service } = await fargateStack();
  const providers = await make(TYPES.capacity, "c", {
    clusterName: "api",
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  });
  const spot = (weight: number) => ({
    launchType: undefined,
    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight }],
  });
  const made = await make(TYPES.service, "api", service(spot(1)));
  await expect(change(TYPES.service, "api", made, service(spot(2)))).rejects.toThrow(
    "force_new_deployment should be true when capacity_provider_strategy is being updated",
  );
  const next = await change(TYPES.service, "api", made, service({ ...spot(2), forceNewDeployment: true }));
  await expect(remove(TYPES.capacity, "c", providers)).rejects.toThrow(
    "ResourceInUseException: The specified capacity provider is in use and cannot be removed.",
  );
  await remove(TYPES.service, "api", next);
  await remove(TYPES.capacity, "c", providers);
});

test("a cluster with a service is not deleted", async () => {
  const { make, made, remove, service } = await fargateStack();
  await make(TYPES.service, "api", service());
  await expect(remove(TYPES.cluster, "cluster", made["cluster"] as never)).rejects.toThrow(
    "is not deleted while aws:ecs/service:Service",
  );
});

test("scaling: the service first, then the target, then policies with the label of the load balancer and the target group", async () => {
  const { make, made, service } = await fargateStack();
  const scaled = {
    resourceId: "service/api/api",
    scalableDimension: "ecs:service:DesiredCount",
    serviceNamespace: "ecs",
  };
  const target = (minCapacity = 1) => make(TYPES.scaled, "t", { ...scaled, minCapacity, maxCapacity: 4 });
  const policy = (metric: Values) =>
    make(TYPES.scaling, "p", {
      ...scaled,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: { targetValue: 60, predefinedMetricSpecification: metric },
    });
  await expect(target()).rejects.toThrow("ValidationException: ECS service doesn't exist: service/api/api");
  await make(TYPES.service, "api", service());
  await expect(policy({ predefinedMetricType: "ECSServiceAverageCPUUtilization" })).rejects.toThrow(
    "ObjectNotFoundException: No scalable target found",
  );
  await expect(target(5)).rejects.toThrow("Maximum capacity cannot be less than minimum capacity");
  await target();
  const suffix = (name: string) => textOf(made[name]?.outputs["arnSuffix"]);
  const perTarget = (resourceLabel?: string) =>
    policy({
      predefinedMetricType: "ALBRequestCountPerTarget",
      ...(resourceLabel === undefined ? {} : { resourceLabel }),
    });
  await expect(perTarget()).rejects.toThrow("Resource label should be specified");
  await expect(perTarget(suffix("targets"))).rejects.toThrow("is not valid");
  await expect(perTarget(`app/other/0123456789abcdef/${suffix("targets")}`)).rejects.toThrow("is not valid");
  await expect(perTarget(`${suffix("balancer")}/${suffix("targets")}`)).resolves.toBeDefined();
});

test("getService and getTaskDefinition report what the cloud has", async () => {
  const { provider, make, id, service } = await fargateStack();
  const token = "aws:ecs/getService:getService";
  const asked = { clusterArn: id("cluster"), serviceName: "api" };
  await expect(provider.invoke(token, asked)).rejects.toThrow("couldn't find resource");
  await make(TYPES.service, "api", service());
  expect((await provider.invoke(token, asked)).answer).toMatchObject({
    taskDefinition: id("definition"),
    runningCount: 2,
  });
  const next = await make(TYPES.definition, "definition", definition({}, [container({ stopTimeout: 60 })]));
  const family = await provider.invoke("aws:ecs/getTaskDefinition:getTaskDefinition", { taskDefinition: "api" });
  expect(family.answer).toMatchObject({ arn: next.id, revision: 2 });
});
