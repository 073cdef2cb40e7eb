// `--from` and `--to` on the targets that are deployed.
import { expect, it, vi } from "vitest";
import { modelportHere } from "../under-test.testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const advise = (...args: readonly string[]) => modelportHere(["advise", ...args]);
const enterprise = ["--preset", "enterprise", "--from", "cloudrun"] as const;

it("shows what a move to the recommended target changes, in every format", async () => {
  const [table, markdown, json] = await Promise.all(
    ["table", "markdown", "json"].map((format) => advise(...enterprise, "--format", format)),
  );
  expect(table?.stdout).toContain("\nThe move from cloudrun to gke\n  cloudrun cannot stay, because");
  expect(markdown?.stdout).toContain("\n### What it costs\n\n| what | cloudrun | gke | difference, USD a month |\n");
  const { move } = JSON.parse(json?.stdout ?? "") as { readonly move: Record<string, unknown> };
  expect(move).toMatchObject({ from: "cloudrun", to: "gke" });
  expect(move["settingsWithoutCounterpart"]).toContain("minInstances");
});

it("says that there is nothing to move if the deployed target is recommended", async () => {
  const { code, stdout, stderr } = await advise("--preset", "mvp", "--from", "cloudrun");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "There is nothing to move: cloudrun is deployed and recommended. Name another target with --to.\n",
  });
  expect(stdout).not.toContain("The move from");
});

it.each<[args: readonly string[], sentence: RegExp]>([
  [["--to", "gke"], /^modelport: --to needs --from, the target that is deployed: add it\.\n$/],
  [["--from", "ecs", "--to", "ecs"], /^modelport: --from and --to are both "ecs": name another target\.\n$/],
  [["--from", "heroku"], /^modelport: --from is "heroku", but must be one of cloudrun, .*: correct it\.\n$/],
  [
    [...enterprise, "--to", "ecs"],
    /^modelport: --to is "ecs", but the platform, not the team, controls routes.* Give another target, or other requirements\.\n$/,
  ],
])("refuses %j in one sentence", async (args, sentence) => {
  const { code, stdout, stderr } = await advise(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(sentence);
});
