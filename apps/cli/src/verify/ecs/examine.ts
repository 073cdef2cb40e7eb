// The checks of a service that only its VPC can call: the ECS API says what runs, and nothing is asked over HTTP.
import { failing, type Finding } from "../finding.ts";
import type { Ecs } from "./api.ts";
import { type RolloutOptions, shortArn, waitForRollout } from "./rollout.ts";
import { readTasks, type Task } from "./service.ts";

export interface TaskCheckOptions extends RolloutOptions {
  readonly artifactDigest: string | undefined;
  /** Of the load balancer inside the VPC; undefined if not given. */
  readonly url: string | undefined;
}

/** Checks the rollout, then the image of every running task. */
export async function* examineTasks(ecs: Ecs, options: TaskCheckOptions): AsyncGenerator<Finding> {
  const { url = "the service", artifactDigest } = options;
  const rollout = await failing("rollout", () => waitForRollout(ecs, options));
  yield rollout;
  yield rollout.outcome === "failed"
    ? { check: "artifact", outcome: "skipped", sentence: "not checked: the rollout failed" }
    : await failing("artifact", async () => artifactFinding(await runningTasks(ecs, options), artifactDigest));
  yield { check: "http", outcome: "skipped", sentence: `not verified: ${url} is reachable only inside the VPC` };
}

async function runningTasks(ecs: Ecs, { name }: TaskCheckOptions): Promise<readonly Task[]> {
  const tasks = await readTasks(ecs, name, "RUNNING");
  return tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
}

function artifactFinding(tasks: readonly Task[], expected: string | undefined): Finding {
  const check = "artifact";
  const count = `${tasks.length} ${tasks.length === 1 ? "task runs" : "tasks run"}`;
  const found = [...new Set(tasks.flatMap(digestsOf))];
  if (tasks.length === 0) {
    const sentence = "No task runs: see the service's events and its log, or raise its number of tasks.";
    return { check, outcome: "failed", sentence };
  }
  if (expected === undefined) {
    const sentence = `${count} ${found.join(", ")}; not compared, because there is no --artifact-digest`;
    return { check, outcome: "ok", sentence };
  }
  const others = tasks.filter((task) => !digestsOf(task).includes(expected));
  if (others.length === 0)
    return {
      check,
      outcome: "ok",
      sentence: `${count} the image that was deployed, ${expected}`,
      expected,
      found: expected,
    };
  const sentence =
    `${others.length} of ${tasks.length} running tasks run ${[...new Set(others.flatMap(digestsOf))].join(", ") || "an image without a digest"}, ` +
    `but ${expected} was shipped: deploy again, and check that --auth names the service that you mean.`;
  const details = others.map(
    ({ taskArn, taskDefinitionArn }) => `${shortArn(taskArn)} of ${shortArn(taskDefinitionArn)}`,
  );
  return { check, outcome: "failed", sentence, details, expected, found: found.join(", ") };
}

/** Of the task's containers, of which one is the model's; a reference by digest names the digest too. */
function digestsOf({ containers }: Task): readonly string[] {
  return containers.flatMap(({ image, imageDigest }) => imageDigest ?? image?.split("@")[1] ?? []);
}
