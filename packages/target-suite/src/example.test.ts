// The suite tested by itself: a target with something for every check, and a mistake that each of them finds.
import path from "node:path";
import { policies } from "@modelport/policies";
import { expect, test } from "vitest";
import { checks } from "./checks.ts";
import { describeTarget } from "./describe-target.ts";
import { billing } from "./example/billing.ts";
import { mistakes } from "./example/mistakes.ts";
import { example } from "./example/target.ts";

describeTarget(example, {
  folder: path.join(import.meta.dirname, "example"),
  settings: { timeoutSeconds: "30" },
  variants: { "an image": { package: "image" } },
  samples: {
    public: { public: true },
    package: { package: "image" },
    timeoutSeconds: { timeoutSeconds: "20" },
    logRetentionDays: { logRetentionDays: "7" },
  },
  refused: [{ timeoutSeconds: "901" }, { timeoutSeconds: "1.5" }],
  billing,
  mistakes,
});

test("every check that is no policy is seen to find something", () => {
  const tested = new Set<string>([...mistakes.map(({ check }) => check), ...policies.map(({ name }) => name)]);
  expect(checks.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
});

test("the ids of checks are distinct", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});
