// Whether an instance has the memory for one process per vCPU.
import { memoryForWorkers } from "@modelport/contracts";
import { workersFor } from "./app-environment.ts";
import { type Rule, ruleWords } from "./rules.ts";

interface Size {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

const { is, set } = ruleWords<Size>();

/**
 * The rule for `modelport:memoryMiB`: enough for a process on each whole vCPU. Its remedies are more memory and fewer vCPUs,
 * so that a platform's own pairs of the two are for the rule about them.
 */
export const workersFit: Rule<Size> = ({ vcpus, memoryMiB }) => {
  const workers = workersFor(vcpus);
  const least = memoryForWorkers(workers);
  if (workers === 1 || memoryMiB >= least) return {};
  return {
    memoryMiB:
      `${is("memoryMiB", memoryMiB)}, but ${is("vcpus", vcpus)}, on which ${workers} processes serve, and they need ${least} MiB: ` +
      `set it with ${set("memoryMiB", Math.ceil(least / 128) * 128)}, or use ${set("vcpus", 1)}.`,
  };
};
