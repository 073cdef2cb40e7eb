import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { configCommand } from "./config-command.ts";

/** The words of the command as a shell reads them. */
function wordsOf(command: string): readonly string[] {
  const line = command.slice(1, -1).replace(/^npx /, "");
  const output = execFileSync("sh", ["-c", `pulumi() { printf '%s\\0' "$@"; }; ${line}`], { encoding: "utf8" });
  return output.split("\0").slice(0, -1);
}

test.each([
  ["a'b", "a'b"],
  ['two words; rm -rf $HOME `id` "x"', 'two words; rm -rf $HOME `id` "x"'],
  [["https://a.example", "*"], '["https://a.example","*"]'],
  ["<value>", "<value>"],
  [30, "30"],
])("the value %j arrives as it is", (value, word) => {
  expect(wordsOf(configCommand({ key: "some", value }, "lambda-dev"))).toEqual([
    "config",
    "set",
    "modelport:some",
    word,
    "--stack",
    "lambda-dev",
  ]);
});

test("a key with a namespace keeps it", () => {
  expect(configCommand({ key: "aws:region", value: "eu-west-1" }, "lambda")).toBe(
    "`npx pulumi config set aws:region eu-west-1 --stack lambda`",
  );
});

test.each([
  ["TEAM", "modelport:tags.TEAM"],
  ["aws:x", 'modelport:tags["aws:x"]'],
  ["a.b", 'modelport:tags["a.b"]'],
  [0, "modelport:tags[0]"],
])("the entry %j of a map or a list", (at, place) => {
  expect(wordsOf(configCommand({ key: "tags", at }, "lambda"))).toEqual([
    "config",
    "rm",
    "--path",
    place,
    "--stack",
    "lambda",
  ]);
});

test("an entry stays a text, whatever it looks like", () => {
  expect(configCommand({ key: "environment", at: "MAX_THREADS", value: "2" }, "lambda")).toBe(
    "`npx pulumi config set --path modelport:environment.MAX_THREADS 2 --type string --stack lambda`",
  );
});
