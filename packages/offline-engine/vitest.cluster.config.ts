import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["cluster/**/*.cluster.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
});
