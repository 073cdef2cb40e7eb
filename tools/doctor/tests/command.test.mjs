import { execFile, execFileSync } from "node:child_process";
import { delimiter } from "node:path";
import { describe, expect, it } from "vitest";
import { createCompleteMachine } from "./fixture.mjs";

// The machine's own Node, which may be 20: what runs doctor before the install.
const outside = process.env.PATH.split(delimiter).filter((folder) => !folder.includes("node_modules"));
const outerNode = execFileSync("node", ["-p", "process.execPath"], {
  encoding: "utf8",
  env: { ...process.env, PATH: outside.join(delimiter) },
}).trim();

function run(machine, args = [], { node = process.execPath, env = {} } = {}) {
  const options = { cwd: machine.root, env: { ...machine.env, ...env } };
  return new Promise((resolve) => {
    execFile(node, [machine.copyDoctor(), ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

describe.each([...new Set([process.execPath, outerNode])])("doctor under %s", (node) => {
  it("ends with 0 where the main job can be done", async () => {
    const { code, stdout, stderr } = await run(await createCompleteMachine(), [], { node });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^this machine\n[^]*\nReady for npm start[^\n]*\n$/);
    expect(code).toBe(0);
  });

  it("ends with 1 where it cannot, and says so to machines too", async () => {
    const { code, stdout, stderr } = await run(await createCompleteMachine({ without: ["npm"] }), ["--json"], { node });
    expect(stderr).toBe("");
    const { ready, summary, tasks } = JSON.parse(stdout);
    expect({ code, ready }).toEqual({ code: 1, ready: false });
    expect(summary).toMatch(/^Not ready for npm start and npm test, which lack: npm[.;]/);
    expect(tasks.find(({ id }) => id === "main-job").checks[2]).toMatchObject({
      name: "npm",
      status: "missing",
      value: "not on PATH",
    });
  });

  it("ends with 2 and a sentence for what it does not know", async () => {
    expect(await run(await createCompleteMachine(), ["--json", "--fix"], { node })).toEqual({
      code: 2,
      stdout: "",
      stderr: 'doctor has no option "--fix"; it has --json, --online, --help.\n',
    });
  });

  it("tells how it is used", async () => {
    const { code, stdout } = await run(await createCompleteMachine(), ["--help"], { node });
    expect({ code, firstLine: stdout.split("\n")[0] }).toEqual({ code: 0, firstLine: "npm run doctor [-- OPTIONS]" });
  });
});
