// What RegisterTaskDefinition refuses of a task for Fargate. The messages are AWS's own where a page or a thread quotes them.
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import { completedContainers, containersIn, sameContainers } from "./container-definitions.ts";
import { objectsIn, textsIn } from "./declared.ts";

const GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

const GIB = 1024;

/** CPU units, and the memory in MiB that they may have: least, most and step. */
const FARGATE_SIZES: readonly (readonly [cpu: number, least: number, most: number, step: number])[] = [
  [256, 512, 512, 1],
  [256, GIB, 2 * GIB, GIB],
  [512, GIB, 4 * GIB, GIB],
  [1024, 2 * GIB, 8 * GIB, GIB],
  [2048, 4 * GIB, 16 * GIB, GIB],
  [4096, 8 * GIB, 30 * GIB, GIB],
  [8192, 16 * GIB, 60 * GIB, 4 * GIB],
  [16_384, 32 * GIB, 120 * GIB, 8 * GIB],
];

const isFargateSize = (cpu: number, memory: number): boolean =>
  FARGATE_SIZES.some(
    ([units, least, most, step]) => units === cpu && memory >= least && memory <= most && (memory - least) % step === 0,
  );

/** A row for tasks that must run on Fargate; `says` names the first fault. */
const onFargate = (source: string, says: (inputs: Values) => string | undefined): Refusal => ({
  says: ({ inputs }) => (textsIn(inputs["requiresCompatibilities"]).includes("FARGATE") ? says(inputs) : undefined),
  source,
});

const sizes = onFargate(
  `${GUIDE}/task-cpu-memory-error.html, https://github.com/aws-games/cloud-game-development-toolkit/issues/737`,
  (inputs) => {
    const [cpu, memory] = [textOf(inputs["cpu"]), textOf(inputs["memory"])];
    if (cpu === "") return "ClientException: Fargate requires that 'cpu' be defined at the task level.";
    if (memory === "") return "ClientException: Fargate requires that 'memory' be defined at the task level.";
    return isFargateSize(Number(cpu), Number(memory))
      ? undefined
      : `ClientException: No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. ` +
          "See the Amazon ECS documentation for the valid values.";
  },
);

const network = onFargate(`${GUIDE}/fargate-tasks-services.html`, (inputs) => {
  if (inputs["networkMode"] !== "awsvpc") return "ClientException: Fargate only supports network mode 'awsvpc'.";
  const mismatched = containersIn(inputs["containerDefinitions"])
    .flatMap((container) => objectsIn(container["portMappings"]))
    .find(({ hostPort, containerPort }) => hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort);
  return mismatched === undefined
    ? undefined
    : "ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.";
});

const executionRole = onFargate(`${GUIDE}/task_execution_IAM_role.html`, (inputs) => {
  if (inputs["executionRoleArn"] !== undefined) return undefined;
  const containers = containersIn(inputs["containerDefinitions"]);
  const needs = "ClientException: Fargate requires task definition to have execution role ARN to support";
  if (containers.some(({ image }) => /\.dkr\.ecr\./.test(textOf(image)))) return `${needs} ECR images.`;
  const driver = textOf(membersOf(containers[0]?.["logConfiguration"])["logDriver"]);
  return driver === "awslogs" ? `${needs} log driver ${driver}.` : undefined;
});

const LONGEST_STOP_SECONDS = 120;
const HEALTH_CHECK_RANGES = { interval: [5, 300], timeout: [2, 60], retries: [1, 10], startPeriod: [0, 300] } as const;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html has the ranges. */
function healthCheckFault(container: Values): string | undefined {
  const health = membersOf(container["healthCheck"]);
  const wrong = Object.entries(HEALTH_CHECK_RANGES).find(([name, [least, most]]) => {
    const value = health[name];
    return value !== undefined && (Number(value) < least || Number(value) > most);
  });
  return wrong && `ClientException: Container.healthCheck.${wrong[0]} must be between ${wrong[1].join(" and ")}.`;
}

const containers: Refusal = {
  says: ({ inputs }) => {
    const given = containersIn(inputs["containerDefinitions"]);
    if (given.length === 0) return "ECS Task Definition container_definitions is invalid: Error decoding JSON";
    if (given.every(({ essential }) => essential === false))
      return "ClientException: At least one container must be essential.";
    const health = given.map(healthCheckFault).find(Boolean);
    if (health !== undefined) return health;
    return given.some(({ stopTimeout }) => Number(stopTimeout ?? 0) > LONGEST_STOP_SECONDS)
      ? `ClientException: The maximum stop timeout is ${LONGEST_STOP_SECONDS} seconds.`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
};

/** Options that awslogs needs on Fargate. */
const LOG_OPTIONS = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"];

const logOptions = onFargate(`${GUIDE}/using_awslogs.html`, (inputs) => {
  const logs = containersIn(inputs["containerDefinitions"]).map(({ logConfiguration }) => membersOf(logConfiguration));
  const missing = logs
    .filter(({ logDriver }) => logDriver === "awslogs")
    .flatMap(({ options }) => LOG_OPTIONS.filter((name) => membersOf(options)[name] === undefined));
  return missing.length === 0
    ? undefined
    : `ClientException: Log driver awslogs requires options: ${missing.join(", ")}.`;
});

export const ecsTaskDefinitions: BehaviorTable = {
  "aws:ecs/taskDefinition:TaskDefinition": {
    answers: {
      containerDefinitions: {
        as: completedContainers,
        source: "ecs/task_definition.go: Read flattens what AWS returns",
      },
    },
    equivalences: {
      containerDefinitions: {
        between: sameContainers,
        source: "ecs/container_definitions.go: containerDefinitionsAreEquivalent",
      },
    },
    refusals: [containers, sizes, network, executionRole, logOptions],
  },
};
