import { defineConfig } from "vitest/config";

// `npm run test:slow`, beside `npm test`: minutes of load on one process after another.
export default defineConfig({
  test: {
    include: ["slow/**/*.slow.ts"],
    globalSetup: ["src/entry/unpacked-zip.setup.ts"],
    testTimeout: 600_000,
    fileParallelism: false,
  },
});
