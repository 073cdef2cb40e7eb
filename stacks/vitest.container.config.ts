import { defineConfig, mergeConfig } from "vitest/config";
import shared from "./vitest.config.ts";

// `npx nx run <target>:test:container`, beside `npm test`: it needs podman and a base image, as the app's own container tests do.
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ["tests/*.container.ts"],
      globalSetup: ["../../apps/inference-api/container/tests/image.setup.ts"],
      testTimeout: 60_000,
      hookTimeout: 120_000,
      fileParallelism: false,
    },
  }),
);
