// Objects of Kubernetes in a real cluster, that of KUBECONFIG: applied, rolled out, found missing, deleted.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine, type OfflineRun } from "../src/index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const kubeconfig = process.env["KUBECONFIG"] ?? "";
const reason = (await whyNoOffline()) ?? (kubeconfig ? undefined : "KUBECONFIG names no cluster.");
if (reason !== undefined) process.stderr.write(`\nThe tests against a cluster are skipped. ${reason}\n\n`);

const kubectl = (...args: readonly string[]) =>
  execFileSync("kubectl", ["--kubeconfig", kubeconfig, ...args], { encoding: "utf8" }).trim();
const ready = (name: string) => kubectl("get", "deployment", name, "--output", "jsonpath={.status.readyReplicas}");
const changed = ({ steps }: OfflineRun) =>
  steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`);

describe.skipIf(reason !== undefined)("objects of Kubernetes", () => {
  const stack = `cluster-${process.pid}`;
  let engine: OfflineEngine;
  let name: string;

  async function up(settings: object): Promise<OfflineRun> {
    await engine.configure(stack, { clouds: ["kubernetes"], ...settings });
    const run = await engine.up(stack);
    expect(run.code, run.output).toBe(0);
    return run;
  }

  beforeAll(async () => {
    engine = await openOfflineEngine({ project, kubeconfig });
  });
  afterAll(async () => {
    await engine?.destroy(stack);
    await engine?.dispose();
  });

  test("are applied, and up ends when they are rolled out", async () => {
    await up({});
    name = String((await engine.outputs(stack))["deploymentName"]);
    expect(ready(name)).toBe("2");
    const [object] = await engine.cloud(stack);
    expect(object?.outputs["status"]).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
    expect(changed(await up({}))).toEqual([]);
  });

  test("are changed in place", async () => {
    expect(changed(await up({ deploymentSpec: { replicas: 3 } }))).toEqual(["update web"]);
    expect(ready(name)).toBe("3");
  });

  test("are refused by the cluster in a preview already, where the SDK's types let them through", async () => {
    const deploymentSpec = { replicas: -1 };
    await engine.configure(stack, { clouds: ["kubernetes"], deploymentSpec });
    const preview = await engine.preview(stack);
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
  });

  test("are made again when somebody deleted them", async () => {
    kubectl("delete", "deployment", name);
    const settings = { deploymentSpec: { replicas: 3 } };
    await engine.configure(stack, { clouds: ["kubernetes"], ...settings });
    expect(changed(await engine.refresh(stack))).toEqual(["delete web"]);
    expect(changed(await up(settings))).toEqual(["create web"]);
    expect(ready(String((await engine.outputs(stack))["deploymentName"]))).toBe("3");
  });

  test("are deleted", async () => {
    expect((await engine.destroy(stack)).code).toBe(0);
    expect(kubectl("get", "deployments", "--output", "name")).not.toContain("web-");
  });
});
