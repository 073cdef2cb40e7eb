import { defineConfig } from "vitest/config";

export default defineConfig({
  // The first build on a machine compresses two native libraries, which takes seconds. The test files can share a worker.
  test: { testTimeout: 60_000, isolate: false },
});
