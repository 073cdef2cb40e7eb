import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { compileFunction } from "node:vm";
import { expect, test } from "vitest";

const require = createRequire(import.meta.url);
const hooks = (await import(pathToFileURL(path.join(import.meta.dirname, "sdk-hooks.mjs")).href)) as {
  readonly withAllArguments: (source: string) => string;
  readonly withoutStacks: (source: string) => string;
};

type Values = Readonly<Record<string, unknown>>;

/** What the class of `file` registers for `args`, under a Pulumi that does nothing. */
function registered(file: string, args: object): Values {
  let inputs: Values = {};
  function CustomResource(_type: string, _name: string, given: Values): void {
    inputs = given;
  }
  const pulumi = { CustomResource, mergeOptions: (a: object, b: object) => ({ ...a, ...b }) };
  const source = hooks.withAllArguments(readFileSync(require.resolve(file), "utf8"));
  const exports: Values = {};
  const stub = (name: string) => (name === "@pulumi/pulumi" ? pulumi : { resourceOptsDefaults: () => ({}) });
  compileFunction(source, ["exports", "require"])(exports, stub);
  const Resource = Object.values(exports).find((value) => typeof value === "function");
  Reflect.construct(Resource as new () => unknown, ["name", args]);
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

test.each(["@pulumi/aws/lambda/function.js", "@pulumi/gcp/cloudrunv2/service.js"])(
  "%s hands on what it does not know, and does not complain of what is missing",
  (file) => {
    expect(registered(file, { nonsense: 1, arn: "mine", uri: "mine" })).toEqual({
      nonsense: 1,
      arn: "mine",
      uri: "mine",
    });
  },
);

test("an object of Kubernetes too", () => {
  expect(registered("@pulumi/kubernetes/apps/v1/deployment.js", { metdata: {} })).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metdata: {},
  });
});

test("the promises of the installed Pulumi are made without stacks", () => {
  const source = readFileSync(require.resolve("@pulumi/pulumi/runtime/debuggable.js"), "utf8");
  expect(hooks.withoutStacks(source)).toBe(source.replace("new Error().stack", "undefined"));
  expect(hooks.withoutStacks(source)).not.toBe(source);
});
