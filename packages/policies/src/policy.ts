// A rule about single resources, as a pure predicate: the suite of every target asks it, and a policy pack can.

/** One resource as a program declares it. */
export interface DeclaredResource {
  /** Such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  readonly urn: string;
  /** The URN of the component that it belongs to; `undefined` for one that belongs to the stack alone. */
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Whether it is a component, whose inputs are only what its children are made of. */
  readonly isComponent?: boolean;
  /** Whether the engine would refuse to delete it (the option `protect`). */
  readonly protect?: boolean;
}

/** Every resource of one deployment. */
export type Graph = readonly DeclaredResource[];

export interface Policy {
  /** In the form `images-by-digest`. */
  readonly name: string;
  /** What it demands, as the end of "every target: ...". */
  readonly title: string;
  /** The types of resource that it looks at, by the beginning of their tokens; `[""]` is all of them. */
  readonly types: readonly string[];
  /** The boolean setting of a target that, being true, asks for what the policy forbids. */
  readonly waivedBy?: string;
  /** A sentence for each breach, with resource, property, value, what is allowed and what to do; empty where all is well. */
  check(resource: DeclaredResource, graph: Graph): readonly string[];
}

/** What `policy` says of every resource of `graph` that is no component. */
export function breaches(policy: Policy, graph: Graph): readonly string[] {
  return graph
    .filter(({ type, isComponent }) => isComponent !== true && policy.types.some((prefix) => type.startsWith(prefix)))
    .flatMap((resource) => policy.check(resource, graph));
}

/** A resource as sentences name it: ``aws:lambda/function:Function `lambda-function` ``. */
export function called({ type, name }: Pick<DeclaredResource, "type" | "name">): string {
  return `${type} \`${name}\``;
}
