import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The engine keeps the text of a dynamic resource's functions: it must be the file's own, and not what vitest makes of it.
    server: { deps: { external: [/-resource\.ts$/] } },
    // A worker imports Pulumi and its SDKs once, not once for every file.
    isolate: false,
    // Importing them is part of the first test that declares a stack, and slow on a busy machine.
    testTimeout: 30_000,
  },
});
