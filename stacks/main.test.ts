import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

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

test.each(["stdout", "stderr"] as const)(
  "ends when nobody reads its %s, instead of reporting that for ever",
  async (name) => {
    // As Pulumi's own handler does.
    const source = `
    process.on("uncaughtException", (error) => { process.${name}.write(String(error)); });
    await import(${JSON.stringify(main)});
    setInterval(() => process.${name}.write("more"), 20);`;
    const program = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void program.kill("SIGKILL"));
    await once(program[name], "data");
    program[name].destroy();
    const [code] = (await once(program, "exit", { signal: AbortSignal.timeout(5000) })) as [number | null];
    expect(code).toBe(1);
  },
);
