// What `up` has deployed: the contract of every model, through the Service.
import { describeInferenceApi, type ExpectedModel, overHttp } from "@modelport/contract-tests";
import { expect, it } from "vitest";
import { BATCH_BYTES, type Deployed } from "./deployed.testing.ts";

export function contract(opened: () => Deployed, model: ExpectedModel): void {
  describeInferenceApi("the Service", {
    model,
    capabilities: { metrics: true, batchBytes: BATCH_BYTES },
    open: async () => {
      const { runtime } = await opened().fetchJson<{ runtime: { instance_id: string } }>("/model");
      const url = await opened().workload.url();
      return overHttp(url, { entry: "server", instanceId: runtime.instance_id, close: () => Promise.resolve() });
    },
  });

  it("tells which image it is", async () => {
    const { artifactDigest } = await opened().stack.outputs();
    expect(JSON.stringify(await opened().fetchJson("/model"))).toContain(artifactDigest);
  });

  it("does not change when nothing has changed", async () => {
    const { images, stack } = opened();
    await stack.up(images.good, "--expect-no-changes");
  });
}
