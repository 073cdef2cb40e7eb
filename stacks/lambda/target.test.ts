import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { LAMBDA_LIMITS } from "@modelport/local-runtime";
import { describe, expect, test } from "vitest";
import { describeTarget, leftAfterChange, openSubject, type TargetSuite } from "@modelport/target-suite";
import { deploy } from "./deploy.ts";
import { mistakes, variants } from "./mistakes.ts";
import { contexts, samples } from "./samples.testing.ts";
import { lambda } from "./target.ts";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8").replaceAll(/ +/g, " ");

const suite: TargetSuite = {
  deploy,
  folder: import.meta.dirname,
  config: { "aws:region": "us-east-1" },
  computed: {
    "pulumi-nodejs:dynamic/modelport:Image": ({ inputs: { repository, digest } }) => ({
      reference: `${String(repository)}@${String(digest)}`,
    }),
    "aws:apigateway/restApi:RestApi": () => ({ rootResourceId: "root0123" }),
    "aws:apigateway/stage:Stage": ({ inputs }) => ({
      invokeUrl: `https://rest0123.execute-api.us-east-1.amazonaws.com/${String(inputs["stageName"])}`,
    }),
  },
  calls: { "aws:ec2/getSubnet:getSubnet": ({ id }) => ({ id, vpcId: "vpc-0a1b" }) },
  variants,
  samples,
  contexts,
  decidedTogether: {
    throttleRequestsPerSecond:
      "A function URL has no throttle; which API shall have one costs money and changes the URL.",
    throttleBurst: "As throttleRequestsPerSecond.",
    subnetIds:
      "Which security groups the function gets decides what it can reach, and Lambda takes no subnets without them.",
    securityGroupIds:
      "Which subnets the function gets decides what it reaches, and Lambda takes no security groups without them.",
  },
  mistakes,
};

describeTarget(lambda, suite);

describe("who may call it changes, and nobody is let in who should not be", () => {
  const restApi = { endpoint: "rest-api", timeoutSeconds: 29 };
  const others = { invokers: ["210987654321"] };
  const subject = openSubject(lambda, suite);
  test.each([
    ["a function URL for others becomes public", others, { public: true }],
    ["a public function URL becomes one for others", { public: true }, others],
    ["a REST API for others becomes public", { ...restApi, ...others }, { ...restApi, public: true }],
    ["a public REST API becomes one for others", { ...restApi, public: true }, { ...restApi, ...others }],
    ["one caller of two is gone", { invokers: ["210987654321", "109876543210"] }, others],
  ])("%s", async (_title, from, to) => {
    expect(await leftAfterChange(subject, from, to)).toEqual([]);
  });
});

describe("the README", () => {
  test("has every output of the target's own", () => {
    for (const name of Object.keys(lambda.outputs)) expect(readme).toContain(`\`${name}\``);
  });

  test("has the costs that docs/costs/lambda.mjs gives", () => {
    const script = path.join(import.meta.dirname, "../../docs/costs/lambda.mjs");
    const rows = execFileSync(process.execPath, [script], { encoding: "utf8" }).split("\n").slice(2).filter(Boolean);
    expect(rows).toHaveLength(14);
    for (const row of rows) expect(readme).toContain(row);
  });
});

test("the limits are those that the local runtime keeps", () => {
  expect(lambda.facts.limits.requestBytes.value).toBe(LAMBDA_LIMITS.requestBytes);
  expect(lambda.facts.limits.responseBytes.value).toBe(LAMBDA_LIMITS.responseBytes);
});
