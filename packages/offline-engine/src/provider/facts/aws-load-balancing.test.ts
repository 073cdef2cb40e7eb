import { expect, test } from "vitest";
import { DEFAULT_VPC } from "../network.ts";
import { standIn } from "../stand-in.testing.ts";
import { fargateStack, SUBNET_A, SUBNET_B, TYPES } from "./fargate-stack.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const balancer = (more: Values = {}): Values => ({ subnets: [SUBNET_A, SUBNET_B], ...more });
const targets = (more: Values = {}): Values => ({
  port: 8000,
  protocol: "HTTP",
  targetType: "ip",
  vpcId: DEFAULT_VPC,
  ...more,
});

test.each([
  [TYPES.balancer, balancer({ name: "x".repeat(33) }), "cannot be longer than 32 characters"],
  [TYPES.balancer, balancer({ name: "internal-api" }), 'cannot begin with "internal-"'],
  [TYPES.balancer, balancer({ name: "api-" }), "cannot end with a hyphen"],
  [TYPES.balancer, balancer({ name: "api_1" }), "only alphanumeric characters and hyphens allowed"],
  [TYPES.targets, targets({ name: "-api" }), "cannot begin with a hyphen"],
  [
    TYPES.balancer,
    balancer({ subnets: [SUBNET_A] }),
    "At least two subnets in two different Availability Zones must be specified",
  ],
  [TYPES.balancer, balancer({ subnets: [SUBNET_A, "subnet-1"] }), "multiple subnets in the same Availability Zone"],
  [
    TYPES.targets,
    targets({ healthCheck: { interval: 5, timeout: 5 } }),
    "Health check timeout '5' must be smaller than the interval '5'",
  ],
])("%s refuses %j", async (type, inputs, sentence) => {
  await expect(standIn("aws").make(type, "api", inputs)).rejects.toThrow(sentence);
});

test("a generated name fits too", async () => {
  await expect(standIn("aws").make(TYPES.targets, "x".repeat(25), targets())).rejects.toThrow(
    "is longer than maximum length 32",
  );
});

test("what makes a new target group, and that a listener holds it", async () => {
  const { make, made, diff, remove, id } = await fargateStack();
  const own = made["targets"] as never;
  const changed = (more: Values) => diff(TYPES.targets, "targets", own, targets({ name: "api", ...more }));
  expect(await changed({ port: 80 })).toEqual(["replace port"]);
  expect(await changed({ protocol: "HTTPS" })).toEqual(["replace protocol"]);
  expect(await changed({ targetType: "instance" })).toEqual(["replace targetType"]);
  expect(await changed({ name: "other" })).toEqual(["replace name"]);
  expect(await changed({ deregistrationDelay: 30 })).toEqual(["add deregistrationDelay"]);
  await expect(remove(TYPES.targets, "targets", own)).rejects.toThrow(
    `ResourceInUse: Target group '${id("targets")}' is currently in use by a listener or a rule`,
  );
  await remove(TYPES.listener, "listener", made["listener"] as never);
  await remove(TYPES.targets, "targets", own);
  await make(TYPES.targets, "targets", targets({ name: "api" }));
});

test("listeners: one for each port, certificates of the region for HTTPS, priorities once", async () => {
  const { make, id } = await fargateStack();
  const listen = (more: Values) =>
    make(TYPES.listener, "next", {
      loadBalancerArn: id("balancer"),
      defaultActions: [{ type: "fixed-response" }],
      ...more,
    });
  await expect(listen({ port: 80 })).rejects.toThrow("DuplicateListener: A listener already exists on this port");
  const https = { port: 443, protocol: "HTTPS" };
  const certificate = (region: string) => `arn:aws:acm:${region}:123456789012:certificate/1`;
  await expect(listen(https)).rejects.toThrow("A certificate must be specified for HTTPS listeners");
  await expect(listen({ port: 443, certificateArn: certificate("us-east-1") })).rejects.toThrow(
    "cannot be specified for HTTP listeners",
  );
  await expect(listen({ ...https, certificateArn: certificate("eu-west-1") })).rejects.toThrow(
    `Certificate ARN '${certificate("eu-west-1")}' is not valid`,
  );
  await listen({ ...https, certificateArn: certificate("us-east-1") });
  const rule = (name: string, more: Values = {}) => {
    const forward = { type: "forward", targetGroupArn: id("targets") };
    const conditions = [{ hostHeader: { values: ["b.example.com", "a.example.com"] } }];
    return make(TYPES.rule, name, { listenerArn: id("listener"), actions: [forward], conditions, ...more });
  };
  const first = await rule("first", { priority: 10 });
  expect(first.id).toContain(":listener-rule/app/api/");
  await expect(rule("second", { priority: 10 })).rejects.toThrow("PriorityInUse: Priority '10' is currently in use");
  expect((await rule("third")).outputs["priority"]).toBe(11);
});

test("a target group belongs to one load balancer", async () => {
  const { make, id } = await fargateStack();
  const other = await make(TYPES.balancer, "other", balancer({ name: "other" }));
  const forward = { type: "forward", targetGroupArn: id("targets") };
  const listen = (action: Values) =>
    make(TYPES.listener, "other", { loadBalancerArn: other.id, port: 80, defaultActions: [action] });
  const limit = `TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${id("targets")}`;
  await expect(listen(forward)).rejects.toThrow(limit);
  const listener = await listen({ type: "fixed-response" });
  const rule = (listenerArn: string) =>
    make(TYPES.rule, "rule", {
      listenerArn,
      actions: [{ type: "forward", forward: { targetGroups: [{ arn: id("targets") }] } }],
      conditions: [{ pathPattern: { values: ["/*"] } }],
    });
  await expect(rule(listener.id)).rejects.toThrow(limit);
  await rule(id("listener"));
});

test("a load balancer that is protected is not deleted", async () => {
  const { make, remove } = standIn("aws");
  const made = await make(TYPES.balancer, "api", balancer({ enableDeletionProtection: true }));
  await expect(remove(TYPES.balancer, "api", made)).rejects.toThrow(
    "is not deleted while enableDeletionProtection is true",
  );
});
