import { defineConfig } from "vitest/config";

// `npm run test:clients`, beside `npm test`: it needs Python, Java and Go, and skips what is missing.
export default defineConfig({
  test: {
    include: ["clients/**/*.clients.ts"],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
