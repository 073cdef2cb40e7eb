import { defineConfig } from "vitest/config";

// `npx nx run commands:test:slow`, beside `npm test`: whole deployments under the real engine, killed in the middle.
export default defineConfig({
  test: { include: ["slow/**/*.slow.mjs"], testTimeout: 600_000, fileParallelism: false },
});
