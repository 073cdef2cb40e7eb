import { defineConfig } from "vitest/config";

// `npm run test:ric`, beside `npm test`: it needs a C++ compiler.
export default defineConfig({
  test: { include: ["**/*.ric.ts"], globalSetup: ["ric.setup.ts"], testTimeout: 30_000, hookTimeout: 60_000 },
});
