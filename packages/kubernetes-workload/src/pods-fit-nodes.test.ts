import { expect, test } from "vitest";
import { podsFitNodes, type NodesThere } from "./pods-fit-nodes.ts";
import type { WorkloadSettings } from "./settings.ts";

interface Settings extends WorkloadSettings {
  readonly nodes: number;
  readonly nodeType: string;
}

const settings = { requestVcpus: 0.25, requestMemoryMiB: 512, maxReplicas: 10, nodes: 3 } as Settings;
const room = { vcpus: 1.8, memoryMiB: 1100, pods: 8 };
const there: NodesThere<Settings> = {
  count: 3,
  room,
  size: "t3.small",
  more: (nodes) => ({ key: "nodes", value: nodes }),
  larger: () => ({ key: "nodeType", value: "t3.large" }),
};

const found = (changed: Partial<Settings> = {}, nodes: Partial<NodesThere<Settings>> = {}) =>
  podsFitNodes<Settings>(() => ({ ...there, ...nodes }))({ ...settings, ...changed });

test.each([
  [{ maxReplicas: 4 }, {}],
  [{}, { count: 7 }],
])("%j on %j has room", (changed, nodes) => {
  expect(found(changed, nodes)).toEqual({});
});

test("a cloud that adds nodes has room for every pod", () => {
  expect(podsFitNodes<Settings>(() => undefined)(settings)).toEqual({});
});

test("ten pods and those of a rollout do not fit three nodes of 2 GiB", () => {
  expect(found()).toEqual({
    maxReplicas:
      "modelport:maxReplicas is 10, which is 13 pods of 0.25 vCPUs and 512 MiB while a rollout starts 3 beside them, " +
      "but 3 nodes of t3.small hold 6: add nodes with `npx pulumi config set modelport:nodes 7 --stack <stack>`, " +
      "or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 4 --stack <stack>`.",
  });
});

test("a single pod needs the place of another during a rollout", () => {
  expect(found({ maxReplicas: 1 }, { count: 1, room: { ...room, pods: 1 } })).toEqual({
    maxReplicas:
      "modelport:maxReplicas is 1, which is 2 pods of 0.25 vCPUs and 512 MiB while a rollout starts 1 beside them, " +
      "but 1 node of t3.small holds 1: add nodes with `npx pulumi config set modelport:nodes 2 --stack <stack>`.",
  });
});

test.each([
  [
    {},
    "requestMemoryMiB",
    "use larger nodes with `npx pulumi config set modelport:nodeType t3.large --stack <stack>`.",
  ],
  [
    { larger: () => undefined },
    "requestMemoryMiB",
    "reserve less with `npx pulumi config set modelport:requestMemoryMiB 1024 --stack <stack>`.",
  ],
])("a pod that no node holds is named with a remedy, %#", (nodes, key, remedy) => {
  expect(found({ requestMemoryMiB: 2048 }, nodes)).toEqual({
    [key]: `A pod reserves 0.25 vCPUs and 2048 MiB, but a node of t3.small has 1.8 vCPUs and 1100 MiB for it: ${remedy}`,
  });
});
