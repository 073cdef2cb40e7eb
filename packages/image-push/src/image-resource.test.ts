// The provider of Image as the engine has it: text, run in another process than the program. Node itself makes that text
// here, as what vitest loads is not as it was written.
import { execFileSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";

const SECRET = "wJalrXUtnFEMI";

/** Declares an Image, then runs the methods of its provider as @pulumi/pulumi/cmd/dynamic-provider does. */
const script = `
import Module from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { Image } from "./image-resource.ts";

const inputs = { archive: "image.tar", repository: "registry.example.com/api", digest: "sha256:aa" };
const config = { "aws:profile": "team", "aws:secretKey": "${SECRET}" };
pulumi.runtime.setAllConfig(config, ["aws:secretKey"]);
const declared = await new Promise((resolve) => {
  pulumi.runtime.setMocks({
    newResource: (args) => (resolve(args.inputs), { id: args.name, state: args.inputs }),
    call: () => ({}),
  });
  new Image("image", inputs);
});

const seen = [];
const record = (name) => async (...args) => {
  const { settings } = args.at(-1);
  seen.push([name, settings("aws:profile"), settings("aws:secretKey")]);
  return {};
};
globalThis.imagePush = { checkImage: record("check"), createImage: record("create"), updateImage: record("update"), readImage: record("read") };
const module = new Module("");
module._compile(declared.__provider.replaceAll('import("@modelport/image-push")', "globalThis.imagePush"), "");
const provider = module.exports.handler();
await provider.configure({ config: { get: (key) => config[key] } });
await provider.check(inputs, inputs);
await provider.create(inputs);
await provider.update("id", inputs, inputs);
await provider.read("id", inputs);
console.log(JSON.stringify({ declared, seen }));
`;

let result: { readonly declared: Readonly<Record<string, unknown>>; readonly seen: readonly unknown[] };
beforeAll(() => {
  const args = ["--no-warnings", "--input-type=module", "--eval", script];
  result = JSON.parse(
    execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: "utf8" }),
  ) as typeof result;
});

test("its inputs are where the image is and shall be, and nothing of the stack's settings", () => {
  const { __provider: text, ...rest } = result.declared;
  expect(rest).toEqual({ archive: "image.tar", repository: "registry.example.com/api", digest: "sha256:aa" });
  expect(text).toContain("@modelport/image-push");
  expect(text).not.toMatch(/team|wJalr|aws:/);
});

test("each method that asks a registry gets the stack's settings, as the process that runs it has them", () => {
  expect(result.seen).toEqual(["check", "create", "update", "read"].map((name) => [name, "team", SECRET]));
});
