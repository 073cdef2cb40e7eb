// Reads the inputs of a resource of any platform: every member with its path, JSON strings parsed.
import type { DeclaredResource } from "./policy.ts";

type Members = Readonly<Record<string, unknown>>;

/** One member of a resource's inputs, however deep. */
export interface Member {
  /** Such as `template.containers[0].image`. */
  readonly path: string;
  readonly key: string;
  readonly value: unknown;
}

/** Every member of `inputs`; strings that hold a JSON object or list (a policy, ECS containerDefinitions) are parsed. */
export function membersOf({ inputs }: Pick<DeclaredResource, "inputs">): readonly Member[] {
  return deep("", "", inputs);
}

function deep(path: string, key: string, value: unknown): readonly Member[] {
  const opened = openedJson(value);
  const own = path === "" ? [] : [{ path, key, value: opened }];
  if (Array.isArray(opened)) {
    return [...own, ...opened.flatMap((member, index) => deep(`${path}[${index}]`, key, member))];
  }
  if (!isMembers(opened)) return own;
  const members = Object.entries(opened).flatMap(([name, member]) =>
    deep(path === "" ? name : `${path}.${name}`, name, member),
  );
  return [...own, ...members];
}

function openedJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Whether `value` is an object and not a list. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member at `path` (`template.scaling.minInstanceCount`), or `undefined`. */
export function inputAt({ inputs }: Pick<DeclaredResource, "inputs">, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (isMembers(value) ? value[key] : undefined), inputs);
}

/** `value` as a list: empty for `undefined`, and a list of one for anything that is not a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}

/** The variables of one environment that a resource gives to a process, by name; a reference has no value. */
export interface Environment {
  readonly path: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

/** Every environment in the resource: maps of functions and of ConfigMaps, and the lists that containers have. */
export function environmentsOf(resource: DeclaredResource): readonly Environment[] {
  return membersOf(resource).flatMap(({ path, key, value }) => {
    if (/^(env|envs|environment)$/.test(key) && Array.isArray(value)) {
      const named = value.filter((each): each is Members => isMembers(each) && typeof each["name"] === "string");
      return [{ path, variables: Object.fromEntries(named.map((each) => [each["name"], each["value"]])) }];
    }
    // An entry of the list above is not an environment of its own.
    if (key === "environment" && isMembers(value) && !path.endsWith("]")) {
      const { variables } = value;
      return isMembers(variables) ? [{ path: `${path}.variables`, variables }] : [{ path, variables: value }];
    }
    const isMap = key === "environmentVariables" || (path === "data" && resource.type === CONFIG_MAP);
    return isMap && isMembers(value) ? [{ path, variables: value }] : [];
  });
}
