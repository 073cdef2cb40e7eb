import { expect, test } from "vitest";
import { assertWithinBudget } from "./budget.ts";

const MIB = 2 ** 20;

test("a zip at the budget passes", () => {
  assertWithinBudget({ name: "lambda.zip", zippedBytes: 20 * MIB, unzippedBytes: 60 * MIB });
});

test("a byte more fails, zipped or unzipped", () => {
  expect(() =>
    assertWithinBudget({ name: "lambda-linux-x64.zip", zippedBytes: 21.25 * MIB, unzippedBytes: MIB }),
  ).toThrow(
    "lambda-linux-x64.zip is 21.3 MiB zipped, over its budget of 20.0 MiB: look in the table of sizes for what grew (a new dependency, a larger model), or raise the budget in packages/packaging/src/budget.ts.",
  );
  expect(() => assertWithinBudget({ name: "lambda-linux-x64.zip", zippedBytes: MIB, unzippedBytes: 61 * MIB })).toThrow(
    "lambda-linux-x64.zip is 61.0 MiB unzipped, over its budget of 60.0 MiB: look in the table of sizes for what grew (a new dependency, a larger model), or raise the budget in packages/packaging/src/budget.ts.",
  );
});
