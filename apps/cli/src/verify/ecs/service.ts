// What the ECS API says about a service and its tasks, as far as the checks need it.
import { Failure } from "../../exit.ts";
import type { Ecs } from "./api.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
export interface Deployment {
  readonly id: string;
  /** PRIMARY is the newest one, which a rollback replaces with one of the previous task definition. */
  readonly status: string;
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly failedTasks?: number;
  /** IN_PROGRESS, COMPLETED or FAILED; only for services that ECS itself deploys. */
  readonly rolloutState?: string;
  readonly rolloutStateReason?: string;
}

export interface Service {
  readonly status: string;
  readonly deployments: readonly Deployment[];
  /** The newest first. */
  readonly events: readonly { readonly message: string }[];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export interface Task {
  readonly taskArn: string;
  readonly taskDefinitionArn: string;
  readonly lastStatus: string;
  readonly stoppedReason?: string;
  /** Seconds since 1970. */
  readonly stoppedAt?: number;
  readonly containers: readonly {
    readonly name: string;
    readonly image?: string;
    readonly imageDigest?: string;
    readonly reason?: string;
    readonly exitCode?: number;
  }[];
}

/** A service by its names, as errors and sentences write it. */
export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

/** @throws {Failure} if it is not there, or was deleted */
export async function readService(ecs: Ecs, { cluster, service }: ServiceName): Promise<Service> {
  const { services } = (await ecs("DescribeServices", { cluster, services: [service] })) as {
    readonly services?: readonly Partial<Service>[];
  };
  const found = services?.[0];
  if (found?.status === "ACTIVE") return { status: found.status, deployments: [], events: [], ...found };
  const state = found?.status === undefined ? "does not exist" : `is ${found.status}`;
  throw new Failure(
    `The ECS service ${cluster}/${service} ${state}: check the region and account in --auth, or deploy the stack again.`,
  );
}

/** The API describes at most 100 tasks at a time, and lists as many. */
const PAGE = 100;

/** The tasks of a service that ECS wants to be running, or those that it stopped in the last hour. */
export async function readTasks(
  ecs: Ecs,
  { cluster, service }: ServiceName,
  desiredStatus: "RUNNING" | "STOPPED",
): Promise<readonly Task[]> {
  const tasks: Task[] = [];
  let nextToken: string | undefined;
  do {
    const input = { cluster, serviceName: service, desiredStatus, maxResults: PAGE };
    const listed = (await ecs("ListTasks", { ...input, ...(nextToken && { nextToken }) })) as {
      readonly taskArns?: readonly string[];
      readonly nextToken?: string;
    };
    const { taskArns = [] } = listed;
    if (taskArns.length > 0) {
      const described = await ecs("DescribeTasks", { cluster, tasks: taskArns });
      tasks.push(...((described as { readonly tasks?: readonly Task[] }).tasks ?? []));
    }
    ({ nextToken } = listed);
  } while (nextToken !== undefined);
  return tasks;
}
