// What settings, rules, facts and costs of a target take from the workload. It runs in a browser; the objects are in ./objects.
export { allocatable, nodesFor, type NodeRoom, type NodeSize, podsAtPeak, podsOn, podsPerNode } from "./capacity.ts";
export { workloadDefaults } from "./defaults.ts";
export { workloadEnvironment } from "./environment.ts";
export { type NodesThere, podsFitNodes } from "./pods-fit-nodes.ts";
export { workloadRules } from "./rules.ts";
export { workloadSettings, type WorkloadSettings } from "./settings.ts";
export { podsOfServices, workloadSizes } from "./sizes.ts";
export { workloadTimeouts } from "./timeouts.ts";
