// What the network of an account lets a deployment do, before anything is made.
import type { RawSettings } from "@modelport/target-kit";
import { declare, type TargetSuite } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "../tests/suite.testing.ts";
import { ecs } from "../target.ts";

type Account = TargetSuite["account"];

/** The sentence that a deployment fails with, undefined if it succeeds. */
async function refusal(settings: RawSettings, account: Account = {}): Promise<string | undefined> {
  try {
    await declare(ecs, { ...suite, account }, settings, { config: { "aws:region": "us-east-1" } });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const [inA, inB, inAToo] = [
  "subnet-0a1b2c3d4e5f6071a",
  "subnet-0a1b2c3d4e5f6071b",
  "subnet-0a1b2c3d4e5f60711",
] as const;
const elsewhere = "subnet-0c1b2c3d4e5f6071a";
const closed = { route: "none", hasOwnRouteTable: true } as const;
const publicListener =
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/0123456789abcdef/0123456789abcdef";
const internalListener = publicListener.replace("app/shared", "app/internal-shared");

test.each<[string, RawSettings, Account, string]>([
  ["no default VPC", {}, { defaultVpc: false }, "This account has no default VPC in us-east-1: name a VPC with"],
  ["one zone only", { subnetIds: [inA] }, {}, "The load balancer would be in one zone, but needs two"],
  [
    "two subnets in a zone",
    { subnetIds: [inA, inB], loadBalancerSubnetIds: [inA, inAToo, inB] },
    {},
    "The load balancer takes one subnet per zone",
  ],
  [
    "a subnet of another VPC",
    { subnetIds: [inA, inB, elsewhere] },
    {},
    `modelport:subnetIds has ${elsewhere}, which is in`,
  ],
  [
    "no way out",
    { subnetIds: [inA, inB] },
    { subnets: { [inB]: closed } },
    `modelport:egress is "public-ip", but ${inB} has no route to an internet gateway`,
  ],
  [
    "a way out for public addresses only",
    { subnetIds: [inA, inB], egress: "subnet-routes" },
    {},
    `modelport:egress is "subnet-routes", but ${inA} routes to an internet gateway`,
  ],
  [
    "no way in",
    { subnetIds: [inA, inB], egress: "vpc-endpoints", public: true },
    { subnets: { [inA]: closed, [inB]: closed } },
    `The load balancer faces the internet, but its subnet ${inA} has no route to an internet gateway`,
  ],
  [
    "too few vCPUs",
    { cpu: 4096 },
    "new",
    "modelport:minTasks is 2 and modelport:cpu is 4096, so that a deployment runs 16 vCPUs",
  ],
  [
    "a listener that faces the internet",
    { listenerArn: publicListener, listenerHosts: ["a.example.com"] },
    {},
    "faces the internet, but neither modelport:public nor modelport:allowedCidrs says who may call",
  ],
  [
    "an internal listener for everyone",
    { listenerArn: internalListener, listenerHosts: ["a.example.com"], public: true },
    {},
    "modelport:public opens the endpoint, but the load balancer of",
  ],
])("%s is refused", async (_title, settings, account, sentence) => {
  expect(await refusal(settings, account)).toContain(sentence);
});

test.each([
  [
    { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b", domain: "a.example.com" },
    "certificateArn",
  ],
  [{ alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:ops" }, "alarmTopicArn"],
])("%j is of another region", async (settings, key) => {
  expect(await refusal(settings)).toContain(`modelport:${key} is "`);
});

test.each<[RawSettings, Account]>([
  [{ subnetIds: [inA, inB] }, {}],
  [{ subnetIds: [inA, inB], egress: "vpc-endpoints" }, { subnets: { [inA]: closed, [inB]: closed } }],
  [{}, "new"],
])("%j is taken", async (settings, account) => {
  expect(await refusal(settings, account)).toBeUndefined();
});
