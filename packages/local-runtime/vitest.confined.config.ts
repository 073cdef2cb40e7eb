import { defineConfig } from "vitest/config";

// `npm run test:confined`, beside `npm test`: it needs root, mount namespaces and cgroups.
export default defineConfig({ test: { include: ["confined/**/*.confined.ts"], testTimeout: 30_000 } });
