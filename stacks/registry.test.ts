import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ESTIMATE_KEYS } from "@modelport/target-kit";
import { expect, test } from "vitest";
import * as registry from "./registry.ts";

const foldersWithATarget = readdirSync(import.meta.dirname).filter((name) =>
  existsSync(path.join(import.meta.dirname, name, "target.ts")),
);

test("every folder with a target is registered, and nothing else is", () => {
  expect(Object.keys(registry).toSorted()).toEqual(foldersWithATarget.toSorted());
});

test.each(Object.entries(registry))("%s is the name of the export, the folder and the target", (name, target) => {
  expect(target.name).toBe(name);
});

const files = [
  "README.md",
  "project.json",
  "settings.ts",
  "facts.ts",
  "prices.ts",
  "cost.ts",
  "billing.ts",
  "deploy.ts",
  "target.test.ts",
];

test.each(Object.keys(registry).flatMap((name) => files.map((file) => path.join(name, file))))("%s exists", (file) => {
  expect(existsSync(path.join(import.meta.dirname, file))).toBe(true);
});

const sizes = [64, 512, 1000, 1500, 3000, 8000].flatMap((memoryMiB) =>
  [1, 500].map((modelMiB) => ({ memoryMiB, modelMiB })),
);

test.each(Object.entries(registry))(
  "the settings of %s for every size that its limits allow are valid",
  (_, target) => {
    for (const size of sizes) {
      const settings = target.settingsFor(size);
      expect(() => target.parseSettings(settings)).not.toThrow();
      if (target.settings.some(({ key }) => key === "public")) {
        expect(() => target.parseSettings({ ...settings, public: true })).not.toThrow();
      }
    }
  },
);

test.each(Object.entries(registry))("%s leaves the keys of the estimate's own settings free", (_, target) => {
  expect(target.settings.map(({ key }) => key).filter((key) => ESTIMATE_KEYS.includes(key))).toEqual([]);
});

test.each(Object.entries(registry))("%s names its provider if its prices depend on a region", (_, target) => {
  expect(target.provider !== undefined).toBe(Object.keys(target.pricesByRegion).length > 1);
});
