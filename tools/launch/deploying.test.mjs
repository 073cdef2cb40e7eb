import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStackArguments } from "./deploying.mjs";
import { knownTargets } from "./targets.mjs";
import { root } from "./root.mjs";

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
    [[], "A stack is missing"],
    [["--yes"], "A stack is missing"],
    [["nope"], '"nope" is not a stack'],
    [["Local"], '"Local" is not a stack'],
  ])("%j is refused with the stacks that there can be", (args, said) => {
    const sentence = `${said}: write npm run up -- <stack>, where <stack> is <target> or <target>-<environment> (e.g. ${first} or ${first}-dev) and the target is one of: ${targets.join(", ")}.`;
    expect(() => readStackArguments("up", root, args)).toThrow(
      expect.objectContaining({ message: sentence, exitCode: 2 }),
    );
  });
});

it("packaging of anything but the image needs no base, and does not touch the folder of the image", () => {
  const { nx } = JSON.parse(readFileSync(join(root, "apps/inference-api/package.json"), "utf8"));
  const { package: others, image } = nx.targets;
  expect([others.outputs, image.outputs]).toEqual([["{projectRoot}/dist"], ["{projectRoot}/dist-image"]]);
  expect(others.inputs).not.toContainEqual({ env: "MODELPORT_BASE_IMAGE" });
});
