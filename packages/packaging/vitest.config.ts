import { defineConfig } from "vitest/config";

// The first build on a machine compresses two native libraries, which takes seconds.
export default defineConfig({ test: { testTimeout: 60_000 } });
