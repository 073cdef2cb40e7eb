import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The engine keeps the text of a dynamic resource's functions: it must be the file's own, and not what vitest makes of it.
    server: { deps: { external: [/-resource\.ts$/] } },
  },
});
