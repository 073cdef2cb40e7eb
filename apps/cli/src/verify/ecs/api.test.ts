// What the ECS API refuses, and the credentials with which it is called.
import { describe, expect, it } from "vitest";
import { modelportHere as modelport } from "../../under-test.testing.ts";
import { folderWith } from "../vendor-tool.testing.ts";
import { apiError, KEYS, REGION, standInEcs } from "./stand-in.testing.ts";
import { AUTH, completed, DECLARED, shipped, stateOf, verify } from "./states.testing.ts";

describe("what the API refuses is said, with what helps", () => {
  const ok = stateOf([completed]);
  it.each<[string, Parameters<typeof verify>[1], string]>([
    [
      "no such cluster",
      { auth: `ecs-service:${REGION}:nope/model` },
      "ecs:DescribeServices failed (ClusterNotFoundException: Cluster not found); check the region, cluster and account in --auth, or deploy the stack again.",
    ],
    [
      "no such service",
      { auth: `ecs-service:${REGION}:dev/nope` },
      "The ECS service dev/nope does not exist: check the region and account in --auth, or deploy the stack again.",
    ],
    [
      "another region than the signature's",
      { auth: "ecs-service:us-east-1:dev/model" },
      "ecs:DescribeServices failed (InvalidSignatureException: The request signature we calculated does not match); log in to AWS again, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ],
    [
      "no permission",
      { fault: () => apiError("com.amazonaws.ecs#AccessDeniedException", "User: ana is not authorized.") },
      "ecs:DescribeServices failed (AccessDeniedException: User: ana is not authorized); let this account call ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks, or use the account that deploys.",
    ],
  ])("%s", async (_name, options, sentence) => {
    const { code, lines } = await verify(ok, options);
    expect(code).toBe(1);
    expect(lines[0]).toBe(`failed   rollout     ${sentence}`);
  });

  it("a service that was deleted", async () => {
    const { lines } = await verify({ ...ok, service: { ...ok.service, status: "INACTIVE" } });
    expect(lines[0]).toContain("The ECS service dev/model is INACTIVE: ");
  });

  it("something else than the ECS API", async () => {
    const { lines } = await verify(ok, { fault: () => ({ status: 404, body: "<html>" }) });
    expect(lines[0]).toMatch(/ecs:DescribeServices failed \(status 404\); check that http:\S+ is the ECS API\.$/);
  });

  it("no credentials", async () => {
    const ended = await modelport(["verify", "--auth", AUTH], { env: { PATH: "/nowhere" } });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "modelport: --auth ecs-service needs credentials, but AWS_ACCESS_KEY_ID is not set and there is no aws on PATH: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or install the AWS CLI, version 2.\n",
    });
  });

  it("a task definition of another kind of deployment", async () => {
    const ended = await modelport(["verify", "--task-definition", DECLARED]);
    expect(ended).toMatchObject({
      code: 2,
      stderr: "modelport: --task-definition is of a service of ECS: add --rollout ecs-service:..., or leave it out.\n",
    });
  });
});

it("rejects a --rollout that names no ECS service", async () => {
  expect(await modelport(["verify", "--rollout", "none"])).toMatchObject({
    code: 2,
    stderr:
      'modelport: --rollout is "none", but must be ecs-service:<region>:<cluster>/<service>[?profile=<profile>]: take it from the stack\'s output rollout.\n',
  });
});

it("the keys of the stack's profile sign, and no secret is printed", async () => {
  const { env } = await standInEcs(() => stateOf([completed]));
  const credentials = {
    Version: 1,
    AccessKeyId: KEYS.AWS_ACCESS_KEY_ID,
    SecretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
  };
  const PATH = await folderWith(
    "aws",
    `[ "$*" = "configure export-credentials --format process --profile team a" ] || exit 9
    echo '${JSON.stringify(credentials)}'`,
  );
  const args = ["verify", "--auth", `${AUTH}?profile=team%20a`, ...shipped];
  const other = { ...env, AWS_SECRET_ACCESS_KEY: "another", PATH };
  const { code, stdout, stderr } = await modelport(args, { env: other });
  expect(code, stdout).toBe(0);
  expect(stdout + stderr).not.toContain(KEYS.AWS_SECRET_ACCESS_KEY);
});
