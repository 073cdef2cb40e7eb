import { defineConfig } from "vitest/config";

// Tests start real processes, which is slow on a busy machine.
export default defineConfig({ test: { testTimeout: 30_000 } });
