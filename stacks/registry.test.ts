import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
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
  "deploy.ts",
  "target.test.ts",
];

test.each(Object.keys(registry).flatMap((name) => files.map((file) => path.join(name, file))))("%s exists", (file) => {
  expect(existsSync(path.join(import.meta.dirname, file))).toBe(true);
});
