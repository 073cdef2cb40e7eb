// Waits until a service's rollout is over, and says how it ended.
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../finding.ts";
import type { WaitOptions } from "../ready.ts";
import type { Ecs } from "./api.ts";
import { type Deployment, readService, readTasks, type Service, type ServiceName, type Task } from "./service.ts";

const POLL_MS = 2_000;
/** Without a change of the counts. */
const PROGRESS_MS = 15_000;
/** The ECS API answers from copies that may be behind for a moment. */
const SETTLE_SECONDS = 10;
/** Of the stopped tasks and of the service's events, each: more would repeat the same. */
const REASONS = 3;

export interface RolloutOptions extends WaitOptions {
  readonly name: ServiceName;
  /** ARN of the task definition that must run; undefined if not given. */
  readonly taskDefinition: string | undefined;
}

/** A state of the rollout in words, and how long it may last; `isOver` if it is what was deployed. */
interface State {
  readonly isOver: boolean;
  readonly seen: string;
  readonly patienceSeconds: number;
}

export async function waitForRollout(ecs: Ecs, options: RolloutOptions): Promise<Finding> {
  const { name, taskDefinition, timeoutSeconds, signal, onWait } = options;
  const startedAt = performance.now();
  let said = { sentence: "", at: startedAt };
  for (;;) {
    const service = await readService(ecs, name);
    const state = stateOf(service, taskDefinition);
    if (state.isOver) return { check: "rollout", outcome: "ok", sentence: state.seen };
    const seconds = (performance.now() - startedAt) / 1000;
    const patience = Math.min(timeoutSeconds, state.patienceSeconds);
    if (seconds + POLL_MS / 1000 >= patience) {
      return failedRollout(state, seconds, await reasons(ecs, name, service));
    }
    if (state.seen !== said.sentence || performance.now() - said.at >= PROGRESS_MS) {
      onWait(`${state.seen}; waiting, ${Math.round(seconds)} s of at most ${timeoutSeconds} s.`);
      said = { sentence: state.seen, at: performance.now() };
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

function stateOf({ deployments }: Service, declared: string | undefined): State {
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (!primary)
    return { isOver: false, seen: "No deployment of the service is PRIMARY", patienceSeconds: SETTLE_SECONDS };
  const { rolloutState, rolloutStateReason, taskDefinition } = primary;
  const reason = rolloutStateReason === undefined ? "" : ` (${rolloutStateReason.replace(/\.$/, "")})`;
  if (declared !== undefined && taskDefinition !== declared) {
    const failed = deployments.find((deployment) => deployment.taskDefinition === declared);
    const why = failed?.rolloutStateReason ?? rolloutStateReason;
    const seen = `The primary deployment runs ${shortArn(taskDefinition)}, but ${shortArn(declared)} was deployed${why === undefined ? "" : ` (${why.replace(/\.$/, "")})`}: the rollout was rolled back, or another deployment came after it`;
    return { isOver: false, seen, patienceSeconds: SETTLE_SECONDS };
  }
  const counts = countsOf(primary);
  // Said by ECS about the deployment to which it rolls back, until that has completed.
  if (rolloutState === "FAILED" || /rolling back/i.test(reason)) {
    return { isOver: false, seen: `The rollout of ${shortArn(taskDefinition)} failed${reason}`, patienceSeconds: 0 };
  }
  if (isCompleted(primary, deployments)) {
    return { isOver: true, seen: `${shortArn(taskDefinition)} is rolled out, ${counts}`, patienceSeconds: 0 };
  }
  const seen = `The rollout of ${shortArn(taskDefinition)} is under way, ${counts}${reason}`;
  return { isOver: false, seen, patienceSeconds: Infinity };
}

/** Without a rollout state (another deployment controller), the counts say it. */
function isCompleted(primary: Deployment, deployments: readonly Deployment[]): boolean {
  if (primary.rolloutState !== undefined) return primary.rolloutState === "COMPLETED";
  return deployments.length === 1 && primary.pendingCount === 0 && primary.runningCount === primary.desiredCount;
}

function countsOf({ runningCount, desiredCount, failedTasks = 0 }: Deployment): string {
  return `${runningCount} of ${desiredCount} tasks run${failedTasks === 0 ? "" : `, ${failedTasks} failed`}`;
}

/** `family:revision` of a task definition's ARN. */
export function shortArn(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

function failedRollout({ seen, patienceSeconds }: State, seconds: number, details: readonly string[]): Finding {
  const since = patienceSeconds === Infinity ? `, for ${Math.round(seconds)} s now` : "";
  const where = details.length === 0 ? "the service's log says more" : "the lines below say why";
  return {
    check: "rollout",
    outcome: "failed",
    sentence: `${seen}${since}; ${where}: correct it, and deploy again.`,
    details,
  };
}

/** Why tasks stopped, and what the service did about it: the newest first, in ECS's own words. */
async function reasons(ecs: Ecs, name: ServiceName, { events }: Service): Promise<readonly string[]> {
  const stopped = (await readTasks(ecs, name, "STOPPED")).toSorted((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0));
  return [
    ...[...new Set(stopped.map(whyStopped))].slice(0, REASONS),
    ...events.slice(0, REASONS).map(({ message }) => `event: ${message}`),
  ];
}

function whyStopped({ stoppedReason = "stopped without a reason", containers }: Task): string {
  const ofContainers = containers.flatMap(({ name, reason, exitCode }) => {
    const words = [exitCode === undefined ? [] : [`exit code ${exitCode}`], reason ?? []].flat();
    return words.length === 0 ? [] : [`container ${name}: ${words.join(", ")}`];
  });
  return `stopped task: ${[stoppedReason, ...ofContainers].join("; ")}`;
}
