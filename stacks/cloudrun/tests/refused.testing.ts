// What the target refuses; refusals.golden.txt has what it says.
import { runRefused } from "@modelport/google/run-testing";
import type { RawSettings } from "@modelport/target-kit";

const small = { concurrency: 1, executionEnvironment: "gen1" };

export const refused: readonly RawSettings[] = [
  ...runRefused,
  { executionEnvironment: "2" },
  { ...small, vcpus: 0.3, memoryMiB: 1024 },
  { ...small, vcpus: 0.5, memoryMiB: 2048 },
  { ...small, vcpus: 0.33333, memoryMiB: 512 },
  { memoryMiB: 256, executionEnvironment: "gen2" },
  { vcpus: 0.5, concurrency: 80, executionEnvironment: "gen2", cpuAlways: true },
];
