// Services and tasks in the states that matter, and `modelport verify` against a stand-in that has them.
import { modelportHere as modelport } from "../../under-test.testing.ts";
import { type Fault, REGION, standInEcs, type StandInState } from "./stand-in.testing.ts";

export const AUTH = `ecs-service:${REGION}:dev/model`;
export const URL_INSIDE = "http://internal-dev-1.eu-west-1.elb.amazonaws.com";
export const DIGEST = `sha256:${"ab".repeat(32)}`;
export const OTHER = `sha256:${"cd".repeat(32)}`;
const arn = (kind: string, name: string) => `arn:aws:ecs:${REGION}:123456789012:${kind}/${name}`;
export const DECLARED = arn("task-definition", "model:7");
export const PREVIOUS = arn("task-definition", "model:6");

export const completed = {
  id: "ecs-svc/2",
  status: "PRIMARY",
  taskDefinition: DECLARED,
  desiredCount: 2,
  runningCount: 2,
  pendingCount: 0,
  failedTasks: 0,
  rolloutState: "COMPLETED",
  rolloutStateReason: "ECS deployment ecs-svc/2 completed.",
};
export const underWay = {
  ...completed,
  runningCount: 1,
  pendingCount: 1,
  rolloutState: "IN_PROGRESS",
  rolloutStateReason: "ECS deployment ecs-svc/2 in progress.",
};

export function running(name: string, imageDigest = DIGEST, more: object = {}) {
  return {
    taskArn: arn("task", `dev/${name}`),
    taskDefinitionArn: DECLARED,
    desiredStatus: "RUNNING" as const,
    lastStatus: "RUNNING",
    containers: [
      { name: "sidecar", imageDigest: OTHER },
      { name: "model", imageDigest, ...more },
    ],
  };
}

export function stopped(name: string, stoppedAt: number, stoppedReason: string, more: object = {}) {
  const task = running(name);
  return {
    ...task,
    desiredStatus: "STOPPED" as const,
    lastStatus: "STOPPED",
    stoppedAt,
    stoppedReason,
    containers: [{ name: "model", ...more }],
  };
}

export function stateOf(
  deployments: readonly object[],
  tasks: StandInState["tasks"] = [running("a"), running("b")],
): StandInState {
  const events = [{ message: "(service model) has reached a steady state." }];
  return { service: { status: "ACTIVE", deployments, events }, tasks };
}

export const shipped = ["--url", URL_INSIDE, "--artifact-digest", DIGEST, "--task-definition", DECLARED];

/** `modelport verify` against a stand-in in these states. */
export async function verify(
  stateAt: StandInState | ((call: number) => StandInState),
  {
    args = shipped,
    timeout = 1,
    fault,
    auth = AUTH,
  }: { args?: readonly string[]; timeout?: number; fault?: Fault; auth?: string } = {},
) {
  const ecs = await standInEcs(typeof stateAt === "function" ? stateAt : () => stateAt, fault);
  const ended = await modelport(["verify", "--auth", auth, "--timeout-seconds", String(timeout), ...args], {
    env: ecs.env,
  });
  return { ...ended, calls: ecs.calls, lines: ended.stdout.trimEnd().split("\n") };
}
