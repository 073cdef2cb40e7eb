import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const main = path.join(import.meta.dirname, "main.mjs");

function runUnderNode(version: string) {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
  return spawnSync(process.execPath, ["--import", `data:text/javascript,${pretend}`, main], { encoding: "utf8" });
}

test.each(["18.20.4", "20.20.2", "22.17.1"])("Node %s is refused with one sentence", (version) => {
  const { status, stderr } = runUnderNode(version);
  expect(stderr).toBe(
    `Node ${version} cannot run the stacks, which are TypeScript: run \`npx pulumi\` in this repository, ` +
      "which brings Node 24, or put Node 22.18 or newer on PATH.\n",
  );
  expect(status).toBe(1);
});

test.each(["22.18.0", "24.0.0"])("Node %s goes on to the program", (version) => {
  expect(runUnderNode(version)).toMatchObject({ status: 0, stderr: "" });
});
