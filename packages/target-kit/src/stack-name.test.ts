import { expect, test } from "vitest";
import { parseStackName, resolveTarget, StackNameError } from "./stack-name.ts";

const registry = { local: { name: "local" }, lambda: { name: "lambda" } };

test.each([
  ["lambda", { stack: "lambda", target: "lambda" }],
  ["lambda-prod", { stack: "lambda-prod", target: "lambda", environment: "prod" }],
  ["lambda-pr-12", { stack: "lambda-pr-12", target: "lambda", environment: "pr-12" }],
])("%s names its target", (stack, parsed) => {
  expect(parseStackName(stack)).toEqual(parsed);
});

test.each(["", "Local", "-local", "local-", "local--b", "local_b", "local/b"])("%o has another form", (stack) => {
  expect(parseStackName(stack)).toBeUndefined();
});

test("the target is the registry's", () => {
  expect(resolveTarget("local-b", registry)).toEqual({
    target: registry.local,
    stackName: { stack: "local-b", target: "local", environment: "b" },
  });
});

test.each(["nope", "localb", "toString", "local_b"])("%s is refused with the known targets", (stack) => {
  expect(() => resolveTarget(stack, registry)).toThrow(
    new StackNameError(
      `The stack "${stack}" chooses no target: name it <target> or <target>-<environment> in lower-case letters, ` +
        "digits and hyphens (e.g. lambda or lambda-dev), where the target is one of: lambda, local.",
    ),
  );
});
