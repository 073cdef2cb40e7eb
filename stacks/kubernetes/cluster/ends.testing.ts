// What somebody else deletes comes back, and what the stack deletes is gone.
import { expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import { kubectl } from "./kubectl.testing.ts";

export function ends(opened: () => Deployed): void {
  it("makes again what somebody has deleted, once refresh has noticed", async () => {
    const { stack, workload, images } = opened();
    await workload.kubectl(["delete", "service,poddisruptionbudget", workload.name]);
    expect(await stack.refresh()).toMatch(/- 2 deleted/);
    expect(await stack.up(images.good)).toMatch(/\+ 2 created/);
    await opened().answers();
  });

  it("leaves nothing after destroy", async () => {
    const { stack, workload } = opened();
    await stack.destroy();
    expect(await kubectl(["get", "namespace", workload.namespace, "--ignore-not-found"])).toBe("");
    const kinds = (await kubectl(["api-resources", "--verbs=list", "--output", "name"])).trim().split("\n");
    const owned = kinds.filter((kind) => !kind.endsWith(".metrics.k8s.io")).join(",");
    const selector = `app.kubernetes.io/instance=${stack.name}`;
    const left = await kubectl(["get", owned, "--all-namespaces", "--selector", selector, "--output", "name"]);
    expect(left).toBe("");
  });
}
