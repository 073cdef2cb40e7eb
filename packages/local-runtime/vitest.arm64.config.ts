import { defineConfig } from "vitest/config";

// `npm run test:arm64`, beside `npm test`: it needs root, qemu-user and an arm64 C library.
export default defineConfig({ test: { include: ["arm64/**/*.arm64.ts"], testTimeout: 180_000, hookTimeout: 180_000 } });
