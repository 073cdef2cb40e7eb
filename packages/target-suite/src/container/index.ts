export { type DeclaredContainer, type Instance, startInstance } from "./declared-container.ts";
export { describeContainer } from "./describe-container.ts";
