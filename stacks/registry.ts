// Every target, one line each. Its name is also its folder and the first part of its stacks' names.
export { cloudrun } from "./cloudrun/target.ts";
export { ecs } from "./ecs/target.ts";
export { eks } from "./eks/target.ts";
export { functions } from "./functions/target.ts";
export { gke } from "./gke/target.ts";
export { kubernetes } from "./kubernetes/target.ts";
export { lambda } from "./lambda/target.ts";
export { local } from "./local/target.ts";
