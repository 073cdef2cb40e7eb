import { expect, test } from "vitest";
import type { AccountChoice } from "../account.ts";
import { HalfDone } from "../half-done.ts";
import {
  type Changes,
  definition,
  fargateStack,
  PULL_AND_LOG,
  rights,
  SUBNET_A,
  SUBNET_B,
  TYPES,
} from "./fargate-stack.testing.ts";

const TIMEOUT = "timeout while waiting for state to become 'tfSTABLE' (last state: 'tfPENDING', timeout: 20m0s)";

/** A running service, in an account that can be changed, and its next revision. */
async function running(more: Changes = {}) {
  const now: { account: AccountChoice } = { account: "used" };
  const stack = await fargateStack([], () => now.account);
  const made = await stack.make(TYPES.service, "api", stack.service(more));
  const next = await stack.make(TYPES.definition, "definition", definition({ memory: "2048" }));
  now.account = { newTasks: "unhealthy" };
  const update = () => stack.change(TYPES.service, "api", made, stack.service({ ...more, taskDefinition: next.id }));
  const live = async () => {
    const asked = { clusterArn: stack.id("cluster"), serviceName: "api" };
    const { answer } = await stack.provider.invoke("aws:ecs/getService:getService", asked);
    return answer?.["taskDefinition"];
  };
  return { ...stack, now, made, next, update, live, old: stack.id("definition") };
}

test("a rollback that the provider notices is an error, and its state has the new revision although the old one runs", async () => {
  const { update, live, next, old } = await running();
  const error: unknown = await update().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(HalfDone);
  expect((error as HalfDone).message).toContain(
    "update: Service deployment rolled back because the circuit breaker threshold was exceeded.",
  );
  expect((error as HalfDone).planned).toMatchObject({ taskDefinition: next.id });
  expect(await live()).toBe(old);
});

test("one that it does not notice is a success, and its state has the old revision, which the next `up` changes again", async () => {
  const { now, update, diff, live, old, next, service } = await running();
  now.account = { newTasks: "unhealthy", rollbacks: "unnoticed" };
  const after = await update();
  expect(after.outputs["taskDefinition"]).toBe(old);
  expect(await live()).toBe(old);
  expect(await diff(TYPES.service, "api", after, service({ taskDefinition: next.id }))).toEqual([
    "update taskDefinition",
  ]);
});

test("without waiting, the state has the new revision until a refresh", async () => {
  const { provider, urn, update, live, old, next } = await running({ waitForSteadyState: false });
  const { id, outputs } = await update();
  expect(outputs["taskDefinition"]).toBe(next.id);
  expect(await live()).toBe(old);
  const read = await provider.read(urn(TYPES.service, "api"), id, outputs);
  expect(read).toMatchObject({ inputs: { taskDefinition: old }, outputs: { taskDefinition: old } });
});

test("without rollback, the provider waits in vain; a change that starts no tasks succeeds", async () => {
  const breaker = { deploymentCircuitBreaker: { enable: true, rollback: false } };
  const { update, change, made, service } = await running(breaker);
  await expect(update()).rejects.toThrow(TIMEOUT);
  await expect(change(TYPES.service, "api", made, service({ ...breaker, tags: { a: "b" } }))).resolves.toBeDefined();
});

test("alarms roll back too", async () => {
  const { update, live, old } = await running({
    deploymentCircuitBreaker: { enable: false, rollback: false },
    alarms: { enable: true, rollback: true, alarmNames: ["errors"] },
  });
  await expect(update()).rejects.toThrow("rolled back");
  expect(await live()).toBe(old);
});

const without = async (parts: readonly string[], more: Changes = {}, account?: AccountChoice) => {
  const { make, service } = await fargateStack(parts, account);
  return make(TYPES.service, "api", service(more));
};

test.each<[string, () => Promise<unknown>, string]>([
  ["a log group that nothing declares", () => without(["logs"]), "The specified log group does not exist."],
  ["a role without rights", () => without(["rights"]), "is not authorized to perform: logs:CreateLogStream"],
  ["a group without a way out", () => without(["out"]), "connection issue between the task and Amazon ECR"],
  ["a group that lets nobody in", () => without(["in"]), "Task failed ELB health checks"],
  ["a load balancer that cannot reach the tasks", () => without(["through"]), "Task failed ELB health checks"],
  [
    "more vCPUs than the quota",
    () => without([], { desiredCount: 13 }, "new"),
    "You've reached the limit on the number of vCPUs you can run concurrently",
  ],
  [
    "a public subnet without a public address",
    () => without([], { networkConfiguration: { subnets: [SUBNET_A, SUBNET_B] } }),
    "connection issue between the task and Amazon ECR",
  ],
  [
    "a public address in a subnet without a route",
    () => without([], {}, { subnets: { [SUBNET_A]: { route: "none" } } }),
    "connection issue between the task and Amazon ECR",
  ],
])("the first deployment never gets steady with %s", async (_what, up, why) => {
  await expect(up()).rejects.toThrow(`create: ${TIMEOUT} (`);
  await expect(up()).rejects.toThrow(why);
});

test("a role that may not pull", async () => {
  const { make, service } = await fargateStack(["rights"]);
  const some = PULL_AND_LOG.filter((_, index) => index !== 1);
  await make(TYPES.policy, "some", { name: "some", role: "execution", policy: rights(...some) });
  await expect(make(TYPES.service, "api", service())).rejects.toThrow(
    "is not authorized to perform: ecr:BatchGetImage",
  );
});

test("private subnets: over a NAT gateway, or over endpoints", async () => {
  const routed = { [SUBNET_A]: { route: "nat" }, [SUBNET_B]: { route: "nat" } } as const;
  const inside = (group: string) => ({
    networkConfiguration: { subnets: [SUBNET_A, SUBNET_B], securityGroups: [group] },
  });
  const nat = await fargateStack([], { subnets: routed });
  await expect(nat.make(TYPES.service, "api", nat.service(inside(nat.id("inner"))))).resolves.toBeDefined();
  const { make, id, service } = await fargateStack();
  for (const end of ["ecr.api", "ecr.dkr", "logs", "s3"]) {
    await make(TYPES.endpoint, end, { vpcId: "vpc-1", serviceName: `com.amazonaws.us-east-1.${end}` });
  }
  await expect(make(TYPES.service, "api", service(inside(id("inner"))))).resolves.toBeDefined();
});

test("a service without tasks waits for none", async () => {
  await expect(without(["rights", "logs"], { desiredCount: 0 })).resolves.toBeDefined();
});
