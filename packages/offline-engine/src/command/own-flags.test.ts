import path from "node:path";
import { expect, test } from "vitest";
import { readOwnFlags } from "./own-flags.ts";

test("own flags are taken out of Pulumi's", () => {
  const args = ["--diff", "--keep=a", "--offline", "--apply", "--yaml", "/b", "--target", "urn:x"];
  expect(readOwnFlags(args)).toEqual({
    keep: path.resolve("a"),
    yaml: "/b",
    project: undefined,
    applies: true,
    flags: ["--diff", "--target", "urn:x"],
  });
});
