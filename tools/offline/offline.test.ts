// The command line, as a person uses it.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { whyNoOffline } from "@modelport/offline-engine";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the offline command: ${reason}`);
const program = path.join(import.meta.dirname, "offline.mjs");
const project = path.join(import.meta.dirname, "../../packages/offline-engine/fixtures/program");

async function scratch(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "modelport-offline-test-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** Runs with `temporary` as the system's temporary folder. */
function offline(temporary: string, ...args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, TMPDIR: temporary, AWS_PROFILE: "mine", PULUMI_ACCESS_TOKEN: "mine" };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env, encoding: "utf8" }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

describe.skipIf(reason !== undefined)("the offline command", () => {
  test("a preview leaves nothing: no state, no cloud, and the stack file as it was", async () => {
    const temporary = await scratch();
    const before = await readFile(path.join(project, "Pulumi.kept.yaml"), "utf8");
    const { code, output } = await offline(temporary, "preview", "kept", "--project", project);
    expect(code, output).toBe(0);
    expect(output).toContain(
      "Offline: the engine and the program are real, the clouds are stand-ins, and nothing is deployed.",
    );
    expect(output).toContain("+ 5 to create");
    expect(output).not.toContain("warning");
    expect(await readdir(temporary)).toEqual([]);
    expect(await readFile(path.join(project, "Pulumi.kept.yaml"), "utf8")).toBe(before);
  });

  test("manifests are the Kubernetes objects, the same each time, and replace those of an earlier run alone", async () => {
    const [temporary, out] = [await scratch(), await scratch()];
    await writeFile(path.join(out, "07-service-old.yaml"), "");
    await writeFile(path.join(out, "kustomization.yaml"), "");
    const run = () => offline(temporary, "manifests", "kept", "--project", project, "--out", out);
    const { code, output } = await run();
    expect(code, output).toBe(0);
    expect(output).toBe(`Wrote 1 Kubernetes object to ${out}.\n`);
    const [file = "", other] = (await readdir(out)).toSorted();
    expect(other).toBe("kustomization.yaml");
    expect(file).toMatch(/^01-deployment-web-[0-9a-f]{8}\.yaml$/);
    const text = await readFile(path.join(out, file), "utf8");
    expect(text).toMatch(
      /^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n {2}name: web-[0-9a-f]{8}\n {2}namespace: default\nspec:\n {2}replicas: 2\n/,
    );
    expect((await run()).code).toBe(0);
    expect(await readFile(path.join(out, file), "utf8")).toBe(text);
    expect(await readdir(temporary)).toEqual([]);
  });

  test("--keep keeps the state and the clouds from command to command", async () => {
    const [temporary, kept] = [await scratch(), await scratch()];
    const run = (command: string) => offline(temporary, command, "kept", "--project", project, "--keep", kept);
    expect((await run("up")).output).toContain("+ 5 created");
    expect((await readdir(path.join(kept, "cloud"))).length).toBeGreaterThan(0);
    expect((await run("destroy")).output).toContain("- 5 deleted");
    expect(await readdir(path.join(kept, "cloud"))).toEqual([]);
  });

  test("a broken stack file is one sentence and exit code 1", async () => {
    const own = await scratch();
    await cp(project, own, { recursive: true });
    await writeFile(path.join(own, "Pulumi.kept.yaml"), "- config\n");
    expect(await offline(await scratch(), "preview", "kept", "--project", own)).toEqual({
      code: 1,
      output: `${path.join(own, "Pulumi.kept.yaml")} cannot be read: it must begin with "config:".\n`,
    });
  });

  test("a wrong command line is one sentence", async () => {
    const temporary = await scratch();
    expect(await offline(temporary, "plan", "kept")).toEqual({
      code: 2,
      output:
        "Write modelport-offline <command> <stack> [flags], where the command is preview, up, refresh, destroy, manifests.\n",
    });
    expect(await offline(temporary, "preview", "kept", "--keep")).toEqual({
      code: 2,
      output: "--keep names no folder: write --keep <folder>.\n",
    });
    expect(await offline(temporary, "manifests", "kept")).toEqual({
      code: 2,
      output: "The manifests need a folder: write npm run manifests -- kept --out manifests.\n",
    });
  });
});
