// A rule about single resources as a pure predicate, for the suite of targets and for policy packs.

/** One resource as a program declares it. */
export interface DeclaredResource {
  /** Such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  readonly urn: string;
  /** The URN of its component; `undefined` if it belongs to the stack itself. */
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether it is a component, whose inputs are only the arguments for its children. */
  readonly isComponent?: boolean;
  /** Whether the engine would refuse to delete it (the option `protect`). */
  readonly protect?: boolean;
  /** The inputs whose changes the engine leaves alone (the option `ignoreChanges`). */
  readonly ignoreChanges?: readonly string[];
}

/** Every resource of one deployment. */
export type Graph = readonly DeclaredResource[];

export interface Policy {
  /** Such as `images-by-digest`. */
  readonly name: string;
  /** What it requires, as the end of "every target: ...". */
  readonly title: string;
  /** Prefixes of the resource types that it checks; `[""]` is all of them. */
  readonly types: readonly string[];
  /** The boolean setting of a target that turns the policy off when it is true. */
  readonly waivedBy?: string;
  /** A sentence for each breach, with the resource, property, value, what is allowed and what to do. */
  check(resource: DeclaredResource, graph: Graph): readonly string[];
}

/** The breaches of `policy` in every resource of `graph` that is not a component. */
export function breaches(policy: Policy, graph: Graph): readonly string[] {
  return graph
    .filter(({ type, isComponent }) => isComponent !== true && policy.types.some((prefix) => type.startsWith(prefix)))
    .flatMap((resource) => policy.check(resource, graph));
}

/** A resource as messages name it: ``aws:lambda/function:Function `lambda-function` ``. */
export function called({ type, name }: Pick<DeclaredResource, "type" | "name">): string {
  return `${type} \`${name}\``;
}
