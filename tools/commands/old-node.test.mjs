import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../launch/root.mjs";

const asNode18 = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } })`;

it.each(["start", "test", "up", "verify", "preview"])("npm run %s refuses Node 18 at once, in one sentence", (name) =>
  expect(
    new Promise((resolve) => {
      const preload = `data:text/javascript,${encodeURIComponent(asNode18)}`;
      const args = ["--import", preload, join(root, "tools", "commands", `${name}.mjs`)];
      execFile(process.execPath, args, (error, stdout, stderr) => resolve({ code: error?.code, stdout, stderr }));
    }),
  ).resolves.toEqual({
    code: 1,
    stdout: "",
    stderr:
      "Node 18.20.8 is too old to install and start modelport: put Node 20 or newer on PATH " +
      "(https://nodejs.org/en/download) and run the command again.\n",
  }),
);

it("the sentence and package.json name the same oldest Node", () => {
  expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node).toBe(">=20");
});
