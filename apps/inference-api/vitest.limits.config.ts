import { defineConfig } from "vitest/config";

// `npm run test:limits`, beside `npm test`: it needs root and memory cgroups, and minutes.
export default defineConfig({
  test: { include: ["limits/**/*.limits.ts"], testTimeout: 180_000, hookTimeout: 30_000, fileParallelism: false },
});
