import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectEnvironment } from "./install.mjs";
import { root } from "./root.mjs";
import { accessOf, summaryOf, verifyArguments, verifyStack } from "./verifying.mjs";

describe("the summary", () => {
  const outputs = {
    target: "lambda",
    modelName: "m",
    modelVersion: "1.2.0",
    url: "https://a.example",
    auth: "none",
    artifactDigest: "sha256:1",
    curl: "curl -s https://a.example/api/v1/predict",
  };

  it("names what was deployed and where it answers, with a curl command", () => {
    expect(summaryOf("lambda-dev", outputs)).toEqual([
      "",
      "lambda-dev: m 1.2.0 on lambda",
      "  url       https://a.example",
      "  auth      none",
      "  artifact  sha256:1",
      "",
      "Request a prediction:",
      "  curl -s https://a.example/api/v1/predict",
      "",
    ]);
  });

  it("says from where it can be called, and how a port is opened", () => {
    const portForward = "kubectl --namespace=ml port-forward service/churn :80 --address=127.0.0.1";
    expect(summaryOf("gke", outputs, { from: "from inside the VPC", portForward }).slice(6)).toEqual([
      "Request a prediction from inside the VPC:",
      "  curl -s https://a.example/api/v1/predict",
      "",
      "Or open a port of this machine until Ctrl-C:",
      `  ${portForward}`,
      "",
    ]);
  });
});

describe("a deployment that is private by its network", () => {
  const workspace = { root, env: projectEnvironment(root) };

  it.each([
    ["none", {}],
    ["aws-sigv4:eu-west-1:lambda", {}],
    ["address-ranges:203.0.113.0/24,2001:db8::/32", { from: "from 203.0.113.0/24, 2001:db8::/32" }],
    ["ecs-service:eu-west-1:dev/model", { from: "from inside the VPC" }],
    [
      "kubectl-port-forward:ml/churn?context=team%20a",
      {
        from: "from a machine whose kubectl reaches the cluster",
        portForward: "kubectl '--context=team a' --namespace=ml port-forward service/churn :80 --address=127.0.0.1",
      },
    ],
  ])("%s can be called from %j", async (auth, access) => {
    expect(await accessOf(workspace, { url: "http://churn.ml.svc", auth })).toEqual(access);
  });

  it("is verified by its rollout where ECS runs it", () => {
    const outputs = { url: "http://a", artifactDigest: "sha256:1", modelVersion: "1.2.0", taskDefinition: "arn" };
    const tasks = "ecs-service:eu-west-1:dev/model";
    const words = (more) => verifyArguments({ ...outputs, ...more }).slice(3);
    const others = ["--artifact-digest", "sha256:1", "--model-version", "1.2.0"];
    const declared = ["--task-definition", "arn"];
    expect(words({ auth: tasks })).toEqual(["--auth", tasks, ...others, ...declared]);
    expect(words({ auth: "none", rollout: tasks })).toEqual([
      "--auth",
      "none",
      ...others,
      "--rollout",
      tasks,
      ...declared,
    ]);
    expect(words({ auth: "none" })).toEqual(["--auth", "none", ...others]);
  });

  it.each([
    ["kubectl-port-forward:ml/churn", "but it could not be verified; see the reason above."],
    [
      "address-ranges:203.0.113.0/24",
      "but what answers at http://127.0.0.1:1 is not what was deployed; the failed checks are above. Only callers from the address ranges of its output auth are let in: from another network, run npm run up with --no-verify, and npm run verify from there.",
    ],
    [
      "ecs-service:eu-west-1:dev/model",
      "but what its tasks run is not what was deployed; the failed checks are above. Below a failed rollout are ECS's own reasons.",
    ],
  ])("%s that cannot be verified fails with what helps", { timeout: 60_000 }, async (auth, sentence) => {
    // The pinned Node alone, so that there is no kubectl.
    const env = {
      PATH: join(root, "node_modules/.bin"),
      AWS_ACCESS_KEY_ID: "a",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    };
    const outputs = {
      url: "http://127.0.0.1:1",
      auth,
      artifactDigest: `sha256:${"0".repeat(64)}`,
      modelVersion: "1.0.0",
    };
    await expect(verifyStack({ root, env }, "dev", outputs, "1")).rejects.toThrow(
      expect.objectContaining({ message: `The stack dev is deployed, ${sentence}` }),
    );
  });
});
