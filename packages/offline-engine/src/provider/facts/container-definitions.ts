// The containers of a task definition: JSON that AWS completes, and that HashiCorp's provider compares by what it means. Source:
// github.com/hashicorp/terraform-provider-aws, internal/service/ecs/container_definitions.go and task_definition.go.
import { isObject, mapValues, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import { objectsIn } from "./declared.ts";

/** Empty if the text is not a JSON list of objects. */
export function containersIn(definitions: Value | undefined): readonly Values[] {
  try {
    return objectsIn(JSON.parse(textOf(definitions)) as Value);
  } catch {
    return [];
  }
}

/** Members that AWS returns even if they were left out. */
const COMPLETED: Values = {
  cpu: 0,
  environment: [],
  essential: true,
  mountPoints: [],
  portMappings: [],
  systemControls: [],
  volumesFrom: [],
};

/** As DescribeTaskDefinition returns them: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export function completedContainers(definitions: Value): Value {
  const containers = containersIn(definitions).map((container) => ({
    ...COMPLETED,
    ...container,
    environment: byName(container["environment"]),
    portMappings: objectsIn(container["portMappings"]).map((port) => ({
      hostPort: port["containerPort"] ?? null,
      protocol: "tcp",
      ...port,
    })),
  }));
  return containers.length === 0 ? definitions : JSON.stringify(containers);
}

/** Whether the provider sees no difference: order, defaults, empty lists and zeros of lists make none. */
export function sameContainers(one: Value, other: Value): boolean {
  const [first, second] = [containersIn(one), containersIn(other)];
  if (first.length === 0 || second.length === 0) return one === other;
  return canonical(first) === canonical(second);
}

const canonical = (containers: readonly Values[]): string =>
  JSON.stringify(sortedKeys(byName(containers).map((each) => reduced(each))));

function reduced(container: Values): Values {
  const health = container["healthCheck"];
  const completed: Values = {
    ...container,
    cpu: container["cpu"] ?? 0,
    essential: container["essential"] ?? true,
    environment: byName(container["environment"]),
    secrets: byName(container["secrets"]),
    portMappings: objectsIn(container["portMappings"]).map((port) => ({
      ...port,
      protocol: port["protocol"] ?? "tcp",
      hostPort: port["hostPort"] || (port["containerPort"] ?? null),
    })),
    ...(isObject(health) ? { healthCheck: { interval: 30, retries: 3, timeout: 5, ...health } } : {}),
  };
  return Object.fromEntries(Object.entries(completed).filter(([, value]) => !isEmpty(value)));
}

const isEmpty = (value: Value): boolean => value === null || (Array.isArray(value) && value.length === 0);

function byName(items: Value | readonly Values[] | undefined): readonly Values[] {
  return objectsIn(items as Value)
    .filter((item) => Object.keys(item).length > 0)
    .toSorted((one, other) => (textOf(one["name"]) < textOf(other["name"]) ? -1 : 1));
}

function sortedKeys(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(sortedKeys);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return mapValues(Object.fromEntries(sorted), sortedKeys);
}
