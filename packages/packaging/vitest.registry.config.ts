import { defineConfig } from "vitest/config";

// `npm run test:registry`, beside `npm test`: it needs docker-registry and htpasswd.
export default defineConfig({ test: { include: ["registry-tests/**/*.registry.ts"], testTimeout: 20_000 } });
