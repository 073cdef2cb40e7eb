// A model that cannot be loaded.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import { describeLoad } from "./load.testing.ts";
import { isReady } from "./workload.testing.ts";

const PODS = 2;
const MOST_SECONDS = 210;

export function brokenModel(opened: () => Deployed): void {
  it("a model that cannot be loaded is never ready: up fails with the reason, and the old pods serve", async () => {
    const { stack, workload, images } = opened();
    await stack.set({ minReplicas: PODS, maxReplicas: PODS });
    await stack.up(images.good);
    const old = new Set((await workload.settled(PODS)).map(({ metadata }) => metadata.uid));
    const seen = watchNewPods(opened(), old);
    const began = performance.now();
    let failed = { code: 0, output: "" };
    const report = await opened().underLoad(async () => {
      failed = await stack.tryUp(images.broken);
    });
    const { code, output } = failed;
    const seconds = (performance.now() - began) / 1000;
    const { started, ready } = await seen.stop();
    console.log(`broken model: up failed after ${seconds.toFixed(0)} s; ${describeLoad(report)}\n${output}`);
    expect(code).not.toBe(0);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(output).toMatch(/model\.onnx/);
    expect(started).toBeGreaterThan(0);
    expect(ready).toEqual([]);
    expect(report.failures).toEqual([]);
  });

  it("the next good model replaces it", async () => {
    const { stack, workload, images } = opened();
    await stack.up(images.good);
    await workload.settled(PODS);
    await opened().answers();
  });
}

/** Looks at the pods again and again: how many new ones there were, and which of them were ever ready. */
function watchNewPods({ workload }: Deployed, old: ReadonlySet<string>) {
  const started = new Set<string>();
  const ready = new Set<string>();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const pods = (await workload.pods()).filter(({ metadata }) => !old.has(metadata.uid));
      for (const { metadata } of pods) started.add(metadata.uid);
      for (const { metadata } of pods.filter(isReady)) ready.add(metadata.name);
      await sleep(500);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await watching;
      return { started: started.size, ready: [...ready] };
    },
  };
}
