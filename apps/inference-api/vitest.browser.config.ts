import { defineConfig } from "vitest/config";

// `npm run test:browser`, beside `npm test`: it needs Chromium.
export default defineConfig({
  test: { include: ["browser/**/*.browser.ts"], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
