import { defineConfig } from "vitest/config";

// `npm run test:container`, beside `npm test`: it needs podman and a base image.
export default defineConfig({
  test: {
    include: ["container/tests/**/*.container.ts"],
    globalSetup: ["container/tests/image.setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
