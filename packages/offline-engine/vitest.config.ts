import { defineConfig } from "vitest/config";

export default defineConfig({
  // Each command of the engine starts the CLI, the language host, the program and the stand-ins. The test files can share workers.
  test: { testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2, isolate: false },
});
