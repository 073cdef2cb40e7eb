// Every target, one line each; its name is its folder's and the first part of its stacks' names.
export { cloudrun } from "./cloudrun/target.ts";
export { lambda } from "./lambda/target.ts";
export { local } from "./local/target.ts";
