// Tasks on Fargate: their sizes, what confines their containers, and how a deployment that fails ends.
import { FARGATE_SIZES, fargateMemory, fargateMemoryInWords, fargateSize } from "@modelport/target-kit";
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";

export const fargateSizes = {
  name: "fargate-sizes",
  title: "CPU and memory of a task are a pair that Fargate has",
  types: [TASK_DEFINITION],
  check: (resource) => {
    const [cpu, memory] = [Number(resource.inputs["cpu"]), Number(resource.inputs["memory"])];
    const size = fargateSize(cpu);
    if (size === undefined) {
      const allowed = FARGATE_SIZES.map((each) => each.cpu).join(", ");
      return [`${called(resource)}: cpu is ${shown(resource.inputs["cpu"])}, but must be one of ${allowed}.`];
    }
    const allowed = fargateMemoryInWords(size);
    return fargateMemory(size, memory) === memory
      ? []
      : [`${called(resource)}: memory is ${shown(resource.inputs["memory"])} with cpu ${cpu}, but must be ${allowed}.`];
  },
} as const satisfies Policy;

interface Container {
  readonly where: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

function containersOf({ inputs }: DeclaredResource): readonly Container[] {
  const { containerDefinitions: given } = inputs;
  const listed: unknown = typeof given === "string" && given.startsWith("[") ? JSON.parse(given) : given;
  return listOf(listed)
    .filter(isMembers)
    .map((container, index) => ({ where: `containerDefinitions[${index}]`, inputs: container }));
}

export const containersConfined = {
  name: "containers-confined",
  title: "containers on ECS run as a user other than root, write to no image layer, and log to a group",
  types: [TASK_DEFINITION],
  check: (resource) =>
    containersOf(resource).flatMap((container) =>
      containerFaults(container).map((fault) => `${called(resource)}: ${container.where}.${fault}.`),
    ),
} as const satisfies Policy;

function containerFaults(container: Container): readonly string[] {
  const { readonlyRootFilesystem, user, privileged } = container.inputs;
  const driver = inputAt(container, "logConfiguration.logDriver");
  return [
    ...(readonlyRootFilesystem === true
      ? []
      : [`readonlyRootFilesystem is ${shown(readonlyRootFilesystem)}, but must be true`]),
    ...(typeof user === "string" && !/^(root|0)(:|$)/.test(user)
      ? []
      : [`user is ${shown(user)}, but must be a user other than root`]),
    ...(privileged === true ? ["privileged is true, but must be left out"] : []),
    ...(driver === undefined
      ? ["logConfiguration is not set, so nothing that the container writes is kept: set it"]
      : []),
  ];
}

export const deploymentsRollBack = {
  name: "deployments-roll-back",
  title: "a deployment on ECS that fails goes back by itself, and `up` waits until it has ended",
  types: [SERVICE],
  check: (resource) => {
    const strategy = inputAt(resource, "deploymentConfiguration.strategy") ?? "ROLLING";
    const block = strategy === "ROLLING" ? "deploymentCircuitBreaker" : "alarms";
    const off = ["enable", "rollback"].filter((name) => inputAt(resource, `${block}.${name}`) !== true);
    const waits = resource.inputs["waitForSteadyState"];
    return [
      ...off.map(
        (name) =>
          `${called(resource)}: ${block}.${name} is ${shown(inputAt(resource, `${block}.${name}`))} with the strategy ` +
          `${shown(strategy)}, but must be true, or a broken image stays.`,
      ),
      ...(waits === true
        ? []
        : [
            `${called(resource)}: waitForSteadyState is ${shown(waits)}, but must be true, or \`up\` ends before the tasks run.`,
          ]),
    ];
  },
} as const satisfies Policy;

/** What AWS changes on its own: the input must be in the option ignoreChanges, or an `up` after a refresh takes it back. */
export const leftToAws = {
  name: "left-to-aws",
  title: "an `up` does not take back what scaling and deployments of ECS change",
  types: [SERVICE, "aws:lb/listenerRule:ListenerRule"],
  check: (resource, graph) => {
    const isService = resource.type === SERVICE;
    const input = isService ? "desiredCount" : "actions";
    const isChanged = isService ? graph.some(scales) : graph.some(shifts);
    if (!isChanged || resource.ignoreChanges?.includes(input) === true) return [];
    const who = isService ? "scaling decides it" : "ECS shifts its weights";
    return [`${called(resource)}: the option ignoreChanges lacks ${input}, but must have it, because ${who}.`];
  },
} as const satisfies Policy;

const scales = ({ type, inputs }: DeclaredResource): boolean =>
  type === "aws:appautoscaling/target:Target" && inputs["scalableDimension"] === "ecs:service:DesiredCount";

const shifts = (resource: DeclaredResource): boolean =>
  resource.type === SERVICE &&
  listOf(resource.inputs["loadBalancers"]).some(
    (each) => isMembers(each) && each["advancedConfiguration"] !== undefined,
  );
