import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A worker imports the targets and their schemas once, not once for every file.
    isolate: false,
    // Tests start real processes, which is slow on a busy machine.
    testTimeout: 30_000,
  },
});
