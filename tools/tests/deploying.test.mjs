import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packagingEnvironment, readStackArguments, summaryOf } from "../deploying.mjs";
import { knownTargets, PLANNED_TARGETS } from "../pulumi/src/targets.mjs";

const root = join(import.meta.dirname, "../..");
const targets = knownTargets(root);
const [first] = targets;

describe("the words behind npm run up --", () => {
  it("are a stack and flags of Pulumi, and two that are not Pulumi's", () => {
    expect(readStackArguments("up", root, ["org/modelport/local-dev", "--yes", "--parallel", "2"])).toEqual({
      stack: "org/modelport/local-dev",
      name: "local-dev",
      target: "local",
      flags: ["--yes", "--parallel", "2"],
      verifies: true,
    });
    expect(readStackArguments("up", root, ["local", "--no-verify", "--verify-timeout-seconds", "9", "--yes"])).toEqual({
      stack: "local",
      name: "local",
      target: "local",
      flags: ["--yes"],
      verifies: false,
      timeoutSeconds: "9",
    });
    expect(readStackArguments("up", root, ["local", "--verify-timeout-seconds=9"]).timeoutSeconds).toBe("9");
  });

  it.each([
    [[], "No stack is named"],
    [["--yes"], "No stack is named"],
    [["ecs"], "The target ecs is planned, and not there yet"],
    [["gke-dev"], "The target gke is planned, and not there yet"],
    [["nope"], '"nope" names no stack'],
    [["Local"], '"Local" names no stack'],
  ])("%j is refused with the stacks that there can be", (args, said) => {
    const sentence = `${said}: write npm run up -- <stack>, where <stack> is <target> or <target>-<environment> (e.g. ${first} or ${first}-dev) and the target is one of: ${targets.join(", ")}.`;
    expect(() => readStackArguments("up", root, args)).toThrow(
      expect.objectContaining({ message: sentence, exitCode: 2 }),
    );
  });
});

it("planned targets are those that the README plans, and none of them is there", () => {
  const rows = readFileSync(join(root, "README.md"), "utf8").matchAll(/^\| (`[^|]+) \|.*\| planned +\|$/gm);
  const planned = [...rows].flatMap(([, names]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(new Set(planned)).toEqual(new Set(PLANNED_TARGETS));
  expect(targets.filter((target) => PLANNED_TARGETS.includes(target))).toEqual([]);
});

describe("the image is packaged", () => {
  it.each([
    ["not for a target of zips", {}, ["lambda-zip"], "none"],
    ["on the default base for a target of images", { MODELPORT_BASE_IMAGE: "none" }, ["oci-image"], undefined],
    ["on the user's base, whatever is deployed", { MODELPORT_BASE_IMAGE: "a.tar" }, ["lambda-zip"], "a.tar"],
    ["on the user's base for a target of images", { MODELPORT_BASE_IMAGE: "a.tar" }, ["oci-image"], "a.tar"],
  ])("%s", (_what, env, kinds, base) => {
    expect(packagingEnvironment({ HOME: "/h", ...env }, kinds)).toEqual({
      HOME: "/h",
      NX_DAEMON: "false",
      ...(base && { MODELPORT_BASE_IMAGE: base }),
    });
  });
});

describe("the summary", () => {
  const outputs = {
    target: "lambda",
    modelName: "m",
    modelVersion: "1.2.0",
    url: "https://a.example",
    auth: "none",
    artifactDigest: "sha256:1",
    curl: "curl -s https://a.example/api/v1/predict",
  };

  it("names what answers where, and the line that asks it", () => {
    expect(summaryOf("lambda-dev", outputs, false)).toEqual([
      "",
      "lambda-dev: m 1.2.0 on lambda",
      "  url       https://a.example",
      "  auth      none",
      "  artifact  sha256:1",
      "",
      "Ask it:",
      "  curl -s https://a.example/api/v1/predict",
      "",
    ]);
  });

  it("warns where everybody may ask", () => {
    expect(summaryOf("lambda-dev", outputs, true).slice(-2)).toEqual([
      "WARNING: lambda-dev is public (modelport:public): whoever knows the address may ask it, at your cost.",
      "",
    ]);
  });
});
