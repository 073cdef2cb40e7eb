import { expect, test } from "vitest";
import type { RequestAuth } from "./request-auth.ts";
import { awsProfile, impersonated, otherAccountWarning } from "./provider-account.ts";

test("a profile is who asks, unless something else decides who deploys", () => {
  expect(awsProfile({})).toEqual({});
  expect(awsProfile({ "aws:profile": "dev" })).toEqual({ profile: "dev" });
  expect(awsProfile({ "aws:profile": "dev", "aws:assumeRoles": '[{"roleArn":"arn"}]' })).toEqual({});
  expect(awsProfile({ "aws:profile": "dev", "aws:accessKey": "AKID" })).toEqual({});
});

test("an impersonated account is who asks, behind its delegates as gcloud takes them", () => {
  expect(impersonated({}, "cloudrun")).toEqual({});
  const configuration = {
    "gcp:impersonateServiceAccount": "c@p",
    "gcp:impersonateServiceAccountDelegates": '["a@p","b@p"]',
  };
  expect(impersonated(configuration, "cloudrun")).toEqual({ impersonate: "a@p,b@p,c@p" });
  const wrong = { ...configuration, "gcp:impersonateServiceAccountDelegates": "a@p" };
  expect(() => impersonated(wrong, "cloudrun")).toThrow(
    "gcp:impersonateServiceAccountDelegates is a@p, but must be a list: set its first entry with `npx pulumi config set --path 'gcp:impersonateServiceAccountDelegates[0]' a@p --type string --stack cloudrun`.",
  );
});

const signed: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const token: RequestAuth = { kind: "google-identity-token" };
const tasks: RequestAuth = { kind: "ecs-service", region: "eu-west-1", cluster: "ecs-dev", service: "ecs-dev-model" };

test("what only the provider reads is said by its key alone", () => {
  expect(otherAccountWarning(signed, { "aws:profile": "dev", "gcp:credentials": "x" }, "lambda")).toBeUndefined();
  const keys = { "aws:accessKey": "AKID", "aws:secretKey": "SECRET" };
  expect(otherAccountWarning(signed, keys, "lambda")).toBe(
    "aws:accessKey, aws:secretKey in the stack's settings: that account deploys, but `npm run verify` and the curl line call the endpoint with the credentials of their shell. Add the shell's account to modelport:invokers, or use one account for both with `npx pulumi config set aws:profile '<profile>' --stack lambda` instead.",
  );
  expect(otherAccountWarning(tasks, keys, "ecs-dev")).toBe(
    "aws:accessKey, aws:secretKey in the stack's settings: that account deploys, but `npm run verify` reads the ECS API with the credentials of its shell. Let the shell's account call ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks, or use one account for both with `npx pulumi config set aws:profile '<profile>' --stack ecs-dev` instead.",
  );
  expect(otherAccountWarning(token, { "gcp:credentials": "SECRET" }, "cloudrun")).toBe(
    "gcp:credentials in the stack's settings: that account deploys, but `npm run verify` and the curl line call the endpoint with the credentials of their shell. Add the shell's account to modelport:invokers, or use one account for both with `npx pulumi config set gcp:impersonateServiceAccount '<service account>' --stack cloudrun` instead.",
  );
  const both = { "gcp:credentials": "SECRET", "gcp:impersonateServiceAccount": "ci@p" };
  expect(otherAccountWarning(token, both, "cloudrun")).toBeUndefined();
});

test.each<RequestAuth>([
  { kind: "none" },
  { kind: "address-ranges", cidrs: ["10.0.0.0/8"] },
  { kind: "kubectl-port-forward", namespace: "ml", service: "churn" },
])("no account of a cloud decides who may call an endpoint with %j", (auth) => {
  const configuration = { "aws:accessKey": "AKID", "gcp:credentials": "SECRET" };
  expect(otherAccountWarning(auth, configuration, "any")).toBeUndefined();
});
