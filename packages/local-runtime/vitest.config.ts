import { defineConfig } from "vitest/config";

// Tests start real processes, which takes long where the machine is busy with something else.
export default defineConfig({ test: { testTimeout: 30_000 } });
