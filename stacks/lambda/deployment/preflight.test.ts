import type { RawSettings } from "@modelport/target-kit";
import { declare, type Surroundings } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "../tests/suite.testing.ts";
import { lambda } from "../target.ts";

const REGION = { "aws:region": "eu-west-1" };

/** The sentence that a deployment to eu-west-1 fails with, undefined if it succeeds. */
async function refusal(settings: RawSettings, surroundings: Surroundings = {}): Promise<string | undefined> {
  try {
    await declare(lambda, suite, settings, { stack: "lambda-test", config: REGION, ...surroundings });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  [
    { alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:alarms" },
    'modelport:alarmTopicArn is "arn:aws:sns:us-east-1:123456789012:alarms", but aws:region is eu-west-1, and an alarm notifies topics of its own region only: name a topic of eu-west-1, or remove this one with `npx pulumi config rm modelport:alarmTopicArn --stack lambda-test`.',
  ],
  [
    { invokers: ["210987654321", "arn:aws-cn:iam::210987654321:role/app"] },
    "modelport:invokers has arn:aws-cn:iam::210987654321:role/app, but aws:region is eu-west-1, where ARNs begin with arn:aws: and no other can call: remove it with `npx pulumi config set modelport:invokers '[\"210987654321\"]' --stack lambda-test`.",
  ],
])("%j is of another place", async (settings, sentence) => {
  expect(await refusal(settings)).toBe(sentence);
});

test("what is of the region is taken", async () => {
  const settings = {
    alarmTopicArn: "arn:aws:sns:eu-west-1:210987654321:alarms",
    invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"],
  };
  expect(await refusal(settings)).toBeUndefined();
});

test("a stack's name must leave room for the names that are made of it", async () => {
  const stack = `lambda-${"a".repeat(43)}`;
  expect(await refusal({}, { stack })).toBeUndefined();
  expect(await refusal({}, { stack: `${stack}b` })).toBe(
    `The stack's name "${stack}b" has 51 characters, but AWS allows 64 for a function's name, which leaves 50: choose a shorter one, for example \`npx pulumi stack rename ${stack} --stack ${stack}b\`.`,
  );
});

const REMEDY =
  "or request a higher quota at https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384.";

test.each([
  [
    { reservedConcurrency: 1 },
    10,
    `modelport:reservedConcurrency is 1, but this account may run 10 instances at a time in eu-west-1, and AWS keeps 10 of them for functions without a reservation: remove it with \`npx pulumi config rm modelport:reservedConcurrency --stack lambda-test\`, ${REMEDY} To limit requests without it, use an API with \`npx pulumi config set modelport:endpoint http-api --stack lambda-test\` and \`npx pulumi config set modelport:throttleRequestsPerSecond 10 --stack lambda-test\`.`,
  ],
  [
    { provisionedConcurrency: 901 },
    1000,
    `modelport:provisionedConcurrency is 901, but this account may run 1000 instances at a time in eu-west-1, and AWS keeps 100 of them for functions without a reservation: remove it with \`npx pulumi config rm modelport:provisionedConcurrency --stack lambda-test\`, ${REMEDY}`,
  ],
  [{ provisionedConcurrency: 900 }, 1000, undefined],
  [{ reservedConcurrency: 0 }, 10, undefined],
  [{ reservedConcurrency: 5, provisionedConcurrency: 5 }, 105, undefined],
])("%j in an account with %d concurrent executions", async (settings, concurrentExecutions, sentence) => {
  const calls = { "aws:servicequotas/getServiceQuota:getServiceQuota": () => ({ value: concurrentExecutions }) };
  expect(await refusal(settings, { calls })).toBe(sentence);
});
