import { defineConfig, mergeConfig } from "vitest/config";
import shared from "../vitest.config.ts";

// `npx nx run kubernetes:test:cluster`, beside `npm test`: it needs the cluster of KUBECONFIG.
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ["cluster/*.cluster.ts"],
      globalSetup: ["cluster/images.setup.ts"],
      testTimeout: 300_000,
      hookTimeout: 300_000,
      // Each test starts from what the one before it has deployed.
      bail: 1,
    },
  }),
);
