import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importedFiles } from "./imported-files.ts";

test("what target.ts imports in its folder, directly and by other files, and nothing of the program", () => {
  const files = importedFiles(path.join(import.meta.dirname, "example"), "target.ts");
  expect([...files].toSorted()).toEqual(["cost.ts", "facts.ts", "prices.ts", "settings.ts", "target.ts"]);
});

test("imports of every form, in folders too, and cycles", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "imported-files-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  mkdirSync(path.join(folder, "deployment"));
  writeFileSync(
    path.join(folder, "target.ts"),
    'import {\n  cost,\n} from "./cost.ts";\nexport * from "./rules.ts";\n',
  );
  writeFileSync(
    path.join(folder, "cost.ts"),
    'import "./deployment/sizes.ts";\nimport x from "@modelport/aws/x.ts";\n',
  );
  writeFileSync(path.join(folder, "rules.ts"), 'const late = await import("./late.ts");\n');
  writeFileSync(path.join(folder, "late.ts"), 'import { format } from "../../other.ts";\n');
  writeFileSync(path.join(folder, "deployment", "sizes.ts"), 'import { cost } from "../cost.ts";\n');
  writeFileSync(path.join(folder, "deploy.ts"), 'import { cost } from "./cost.ts";\n');
  expect([...importedFiles(folder, "target.ts")].toSorted()).toEqual([
    "cost.ts",
    "deployment/sizes.ts",
    "late.ts",
    "rules.ts",
    "target.ts",
  ]);
});
