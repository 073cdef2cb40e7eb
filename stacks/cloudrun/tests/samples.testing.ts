// For tests: each setting with another value than its default, and what it needs beside it.
import { runSamples } from "@modelport/google/run-testing";
import type { RawSettings } from "@modelport/target-kit";

export const samples: Readonly<Record<string, RawSettings>> = {
  ...runSamples,
  startupSeconds: { startupSeconds: 30 },
  cpuAlways: { cpuAlways: true },
  startupCpuBoost: { startupCpuBoost: false },
  executionEnvironment: { executionEnvironment: "gen1" },
  deletionProtection: { deletionProtection: true },
};
