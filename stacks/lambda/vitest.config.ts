import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The engine keeps the text of its functions: it must be the file's own, and not what a test tool makes of it.
    server: { deps: { external: [/\/(image|function-versions)-resource\.ts$/] } },
  },
});
