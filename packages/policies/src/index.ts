export { breaches, called } from "./policy.ts";
export type { DeclaredResource, Graph, Policy } from "./policy.ts";
