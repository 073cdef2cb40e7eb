// What a target may be called, in sentences, and that nothing is written where it may not.
import { join } from "node:path";
import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { root as ROOT } from "../../launch/root.mjs";
import { capture } from "../../launch/run.mjs";
import { whyNoName } from "../src/target-name.mjs";

const allowed =
  "it takes lower-case letters and digits, beginning with a letter, as in fargate or run2 (a hyphen begins the environment of a stack).";

const rows = [
  ["Fargate", allowed],
  ["my-target", allowed],
  ["2fast", allowed],
  ["", allowed],
  ["../lambda", allowed],
  ["abcdefghijklmnopqrstu", "it has 21 characters, but resources are named after it, so that it takes at most 20."],
  ["function", "the registry exports it, and JavaScript keeps that word for itself."],
  ["local", "stacks/local exists already; take another one."],
  ["reference", "stacks/reference exists already; take another one."],
];

it.each(rows)("%j is refused", (name, why) => {
  expect(whyNoName(ROOT, name)).toBe(`The name of a target cannot be ${JSON.stringify(name)}: ${why}`);
});

it.each(["fargate", "run2", "abcdefghijklmnopqrst"])("%s is taken", (name) => {
  expect(whyNoName(ROOT, name)).toBeUndefined();
});

const generate = (...args) => capture(process.execPath, [join(ROOT, "tools/generators/new-target.mjs"), ...args]);

/** What a target would be added to: not the settings of stacks, which other tests and `npm start` write meanwhile. */
async function targetFolders() {
  const names = await readdir(join(ROOT, "stacks"));
  return names.filter((name) => !name.startsWith("Pulumi."));
}

it.each([
  [["local"], 'The name of a target cannot be "local": stacks/local exists already; take another one.'],
  [[], "Write npm run new:target <name>, with one name, such as fargate."],
  [["one", "two"], "Write npm run new:target <name>, with one name, such as fargate."],
])("the command exits with 2 after %j", { timeout: 60_000 }, async (args, sentence) => {
  const before = await targetFolders();
  expect(await generate(...args)).toMatchObject({ code: 2, output: `${sentence}\n` });
  expect(await targetFolders()).toEqual(before);
});
