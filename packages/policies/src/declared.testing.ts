// For tests: a resource as a program declares it, and what a policy says of a graph.
import type { DeclaredResource, Graph, policies } from "./index.ts";

export type PolicyName = (typeof policies)[number]["name"];

/** What is well, by policy: nothing is said of it. */
export type Well = readonly (readonly [PolicyName, Graph])[];

/** What is not, with the sentence that says so. */
export type Ill = readonly (readonly [PolicyName, Graph, string])[];

export function resource(
  type: string,
  inputs: DeclaredResource["inputs"],
  more: Partial<DeclaredResource> = {},
): DeclaredResource {
  return {
    type,
    name: "lambda-x",
    urn: `urn:pulumi:lambda::modelport::${type}::lambda-x`,
    parent: undefined,
    inputs,
    ...more,
  };
}
