// `modelport verify` of a service that only its VPC can reach.
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { start, startServer } from "../../under-test.testing.ts";
import { apiError, type Fault, REGION, standInEcs } from "./stand-in.testing.ts";
import {
  AUTH,
  completed,
  DECLARED,
  DIGEST,
  OTHER,
  PREVIOUS,
  running,
  shipped,
  stateOf,
  stopped,
  underWay,
  URL_INSIDE,
  verify,
} from "./states.testing.ts";

const notVerified = `skipped  http        not verified: ${URL_INSIDE} is reachable only inside the VPC`;
const notChecked = "skipped  artifact    not checked: the rollout failed";

describe("a service whose tasks run what was deployed", () => {
  it("is ok, and HTTP is said not to be verified", async () => {
    const { code, lines, stderr, calls } = await verify(stateOf([completed]));
    expect(lines).toEqual([
      "ok       rollout     model:7 is rolled out, 2 of 2 tasks run",
      `ok       artifact    2 tasks run the image that was deployed, ${DIGEST}`,
      notVerified,
      "The ECS service dev/model runs what was deployed; HTTP was not verified: it is reachable only inside the VPC.",
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(calls).toEqual(["DescribeServices", "ListTasks", "DescribeTasks"]);
  });

  it("is a report for machines with --json, in which HTTP is skipped", async () => {
    const { code, stdout } = await verify(stateOf([completed]), { args: [...shipped, "--json"] });
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as { readonly checks: readonly unknown[] };
    expect(report).toMatchObject({ url: URL_INSIDE, auth: AUTH, ok: true });
    expect(report.checks).toContainEqual(
      expect.objectContaining({ check: "artifact", outcome: "ok", expected: DIGEST, found: DIGEST }),
    );
    expect(report.checks).toContainEqual(expect.objectContaining({ check: "http", outcome: "skipped" }));
  });

  it("may have more tasks than the API gives at a time", async () => {
    const tasks = Array.from({ length: 230 }, (_, index) => running(`t${index}`));
    const { code, stdout, calls } = await verify(
      stateOf([{ ...completed, desiredCount: 230, runningCount: 230 }], tasks),
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toContain("230 tasks run the image that was deployed");
    expect(calls.filter((action) => action === "DescribeTasks")).toHaveLength(3);
  });

  it("is known by its image's reference where the agent reports no digest", async () => {
    const image = `123456789012.dkr.ecr.${REGION}.amazonaws.com/model@${DIGEST}`;
    const task = { ...running("a"), containers: [{ name: "model", image }] };
    expect((await verify(stateOf([completed], [task]))).code).toBe(0);
  });

  it("is waited for, with progress, until its rollout is over", async () => {
    const { code, lines, stderr, calls } = await verify((call) => stateOf([call < 3 ? underWay : completed]), {
      timeout: 60,
    });
    expect(code, lines.join("\n")).toBe(0);
    expect(stderr).toBe(
      "The rollout of model:7 is under way, 1 of 2 tasks run (ECS deployment ecs-svc/2 in progress); waiting, 0 s of at most 60 s.\n",
    );
    expect(calls.filter((action) => action === "DescribeServices")).toHaveLength(3);
  }, 30_000);

  it("is not compared without a digest", async () => {
    const { code, lines } = await verify(stateOf([completed], [running("a")]), { args: [] });
    expect(code).toBe(0);
    expect(lines[1]).toBe(
      `ok       artifact    1 task runs ${OTHER}, ${DIGEST}; not compared, because there is no --artifact-digest`,
    );
  });

  it("is found where a call fails for the moment", async () => {
    const fault: Fault = (action, call) =>
      action === "ListTasks" && call === 1 ? apiError("ThrottlingException", "Rate exceeded") : undefined;
    const { code, stderr } = await verify(stateOf([completed]), { fault });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^ecs:ListTasks failed \(ThrottlingException: Rate exceeded\); trying again in \d\.\d s\.\n$/,
    );
  });
});

const reasons = [
  stopped("c", 100, "Task failed ELB health checks in (target-group …)"),
  stopped("d", 300, "Essential container in task exited", {
    reason: "OutOfMemoryError: Container killed",
    exitCode: 137,
  }),
  stopped("e", 200, "Essential container in task exited", {
    reason: "OutOfMemoryError: Container killed",
    exitCode: 137,
  }),
];
const reasonLines = [
  "                     stopped task: Essential container in task exited; container model: exit code 137, OutOfMemoryError: Container killed",
  "                     stopped task: Task failed ELB health checks in (target-group …)",
  "                     event: (service model) has reached a steady state.",
];
const rolledBack = [
  {
    ...completed,
    id: "ecs-svc/3",
    taskDefinition: PREVIOUS,
    rolloutStateReason: "ECS deployment ecs-svc/3 completed.",
  },
  {
    ...completed,
    status: "ACTIVE",
    runningCount: 0,
    failedTasks: 3,
    rolloutState: "FAILED",
    rolloutStateReason: "ECS deployment circuit breaker: tasks failed to start.",
  },
];

describe("a rollout that did not end as it was declared fails with ECS's own reasons", () => {
  it.each([
    [
      "a rollback, which ECS reports as completed",
      rolledBack,
      "The primary deployment runs model:6, but model:7 was deployed (ECS deployment circuit breaker: tasks failed to start): the rollout was rolled back, or another deployment came after it; the lines below say why: correct it, and deploy again.",
    ],
    [
      "a rollback whose failed deployment is gone",
      rolledBack.slice(0, 1),
      "The primary deployment runs model:6, but model:7 was deployed (ECS deployment ecs-svc/3 completed): the rollout was rolled back, or another deployment came after it; the lines below say why: correct it, and deploy again.",
    ],
    [
      "a circuit breaker without rollback",
      [{ ...rolledBack[1], status: "PRIMARY" }],
      "The rollout of model:7 failed (ECS deployment circuit breaker: tasks failed to start); the lines below say why: correct it, and deploy again.",
    ],
    [
      "a rollout that takes too long",
      [{ ...underWay, failedTasks: 1 }],
      "The rollout of model:7 is under way, 1 of 2 tasks run, 1 failed (ECS deployment ecs-svc/2 in progress), for 0 s now; the lines below say why: correct it, and deploy again.",
    ],
  ])("%s", async (_name, deployments, sentence) => {
    const { code, lines, calls } = await verify(stateOf(deployments, [running("a"), ...reasons]));
    expect(lines).toEqual([
      `failed   rollout     ${sentence}`,
      ...reasonLines,
      notChecked,
      notVerified,
      "1 of 3 checks of the ECS service dev/model failed: rollout.",
    ]);
    expect(code).toBe(1);
    expect(calls[0]).toBe("DescribeServices");
  });

  it("a rollback that is under way, without --task-definition", async () => {
    const rolloutStateReason = "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.";
    const deployments = [{ ...underWay, taskDefinition: PREVIOUS, rolloutStateReason }];
    const args = ["--artifact-digest", DIGEST];
    const { code, lines } = await verify(stateOf(deployments, []), { args, timeout: 60 });
    expect(code).toBe(1);
    expect(lines[0]).toContain("The rollout of model:6 failed (ECS deployment circuit breaker: rolling back to");
  });

  it("tasks of another image", async () => {
    const { code, lines } = await verify(stateOf([completed], [running("a"), running("b", OTHER)]));
    expect(code).toBe(1);
    expect(lines.slice(1)).toEqual([
      `failed   artifact    1 of 2 running tasks run ${OTHER}, but ${DIGEST} was shipped: deploy again, and check that --auth names the service that you mean.`,
      "                     b of model:7",
      notVerified,
      "1 of 3 checks of the ECS service dev/model failed: artifact.",
    ]);
  });

  it("no task at all", async () => {
    const none = { ...completed, desiredCount: 0, runningCount: 0 };
    const { code, lines } = await verify(stateOf([none], []));
    expect(code).toBe(1);
    expect(lines[1]).toBe(
      "failed   artifact    No task runs: see the service's events and its log, or raise its number of tasks.",
    );
  });
});

it("Ctrl-C ends the wait for a rollout", async () => {
  const { env, calls } = await standInEcs(() => stateOf([underWay]));
  const { child, ended } = start(["verify", "--auth", AUTH], { env });
  await expect.poll(() => calls.length, { timeout: 20_000 }).toBeGreaterThan(0);
  child.kill("SIGINT");
  expect(await ended).toMatchObject({
    code: 130,
    stdout: "",
    stderr: expect.stringMatching(/\nInterrupted: not everything was checked\.\n$/) as string,
  });
}, 30_000);

describe("a service that answers over HTTP", () => {
  let server: RunningService;
  beforeAll(async () => {
    server = await startServer();
  }, 60_000);
  afterAll(() => stopService(server));
  const reachable = () => ["--url", server.url, "--rollout", AUTH, "--task-definition", DECLARED];

  it("is verified over HTTP, after its rollout", async () => {
    const { code, lines, calls } = await verify(stateOf([completed]), { auth: "none", args: reachable() });
    expect(code, lines.join("\n")).toBe(0);
    expect(lines[0]).toBe("ok       rollout     model:7 is rolled out, 2 of 2 tasks run");
    expect(lines.at(-1)).toBe(`All 5 checks of ${server.url} are ok.`);
    expect(calls).toEqual(["DescribeServices"]);
  });

  it("is not what was deployed after a rollback to the same image", async () => {
    const { code, lines } = await verify(stateOf(rolledBack), { auth: "none", args: reachable() });
    expect(code).toBe(1);
    expect(lines[0]).toContain("The primary deployment runs model:6, but model:7 was deployed");
    expect(lines.at(-1)).toBe(`1 of 5 checks of ${server.url} failed: rollout.`);
  });
});
