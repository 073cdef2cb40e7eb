import { defineConfig } from "vitest/config";

export default defineConfig({
  // Each command starts the CLI, the language host, the program and the stand-ins.
  test: { testTimeout: 120_000 },
});
