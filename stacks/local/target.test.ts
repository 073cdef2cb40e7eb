import { LAMBDA_LIMITS } from "@modelport/local-runtime";
import { declare, describeCosts, describeInputs, describeTarget } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { lambdaPort, serverPort, suite } from "./tests/suite.testing.ts";
import { local } from "./target.ts";

describeTarget(local, suite);

describeInputs(local, suite, [
  [{}, { "server.artifactKind": "server-bundle", "server.port": serverPort, "server.stack": "local" }],
  [{ logLevel: "debug" }, { "server.environment.LOG_LEVEL": "debug", "lambda.environment": { LOG_LEVEL: "debug" } }],
  [{}, { "lambda.artifactKind": "lambda-zip", "lambda.port": lambdaPort }],
  [
    { memoryMiB: 256, timeoutSeconds: 5 },
    { "lambda.memoryMiB": 256, "lambda.timeoutSeconds": 5 },
  ],
]);

const workload = { durationMs: 1, memoryMiB: 512, requestBytes: 500, responseBytes: 200, peakFactor: 1 };

describeCosts(local, suite, {
  scenarios: { "1 million requests": { workload: { ...workload, requestsPerMonth: 1e6 } } },
  byHand: { "1 million requests": { "This machine": 0 } },
});

test("both artifacts are outputs with their digests", async () => {
  const { outputs, artifacts } = await declare(local, suite);
  const digestOf = (wanted: string) => artifacts.find(({ kind }) => kind === wanted)?.digest;
  expect(outputs).toMatchObject({
    serverUrl: `http://127.0.0.1:${serverPort}`,
    artifactDigest: digestOf("server-bundle"),
    lambdaUrl: `http://127.0.0.1:${lambdaPort}`,
    lambdaArtifactDigest: digestOf("lambda-zip"),
  });
});

test("the engine's copy of the provider says nothing of this machine", async () => {
  const { resources } = await declare(local, suite);
  const text = resources.find(({ name }) => name === "local-server")?.inputs["__provider"];
  expect(text).toContain('import("@modelport/stacks/local/service.ts")');
  expect(text).not.toContain(process.cwd());
});

test("the limits are those that the local runtime keeps", () => {
  expect(local.facts.limits.requestBytes.value).toBe(LAMBDA_LIMITS.requestBytes);
  expect(local.facts.limits.responseBytes.value).toBe(LAMBDA_LIMITS.responseBytes);
});
