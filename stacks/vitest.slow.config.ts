import { defineConfig } from "vitest/config";

// `npx nx run <target>:test:slow`: what repeats `npm test` with more of the real engine.
export default defineConfig({ test: { include: ["tests/*.slow.ts"], testTimeout: 120_000 } });
