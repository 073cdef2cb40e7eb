import path from "node:path";
import { expect, test } from "vitest";
import { readOwnFlags } from "./own-flags.ts";

test("own flags are taken out of Pulumi's", () => {
  const args = ["--diff", "--keep=a", "--offline", "--out", "/b", "--target", "urn:x"];
  expect(readOwnFlags(args)).toEqual({
    keep: path.resolve("a"),
    out: "/b",
    project: undefined,
    flags: ["--diff", "--target", "urn:x"],
  });
});
