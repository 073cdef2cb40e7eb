// More and fewer pods as clients come and go.
import { describe, expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import { eventually } from "./kubectl.testing.ts";
import { describeLoad } from "./load.testing.ts";

const FEWEST = 2;
const MANY = 5;
const SECONDS_UP = 90;
const SECONDS_DOWN = 180;
/** Batches, so that the pods compute and not this process. */
const ROWS = 500;
/** Of one vCPU, ten times what a pod reserves here: enough on any machine, and requests do not wait for long. */
const SHARE = 0.9;

export function autoscaling(opened: () => Deployed, noMetrics: string | undefined): void {
  describe.skipIf(noMetrics !== undefined)("the autoscaler", () => {
    it(`goes from ${FEWEST} to ${MANY} pods within ${SECONDS_UP} s under load and back, and loses no request`, async () => {
      const { stack, workload, images, instance } = opened();
      await stack.set({ minReplicas: FEWEST, maxReplicas: MANY + 1 });
      await stack.up(images.good);
      await workload.settled(FEWEST);
      const body = JSON.stringify({ instances: Array.from({ length: ROWS }, () => instance) });
      const path = "/api/v1/predict/batch";
      const perSecond = SHARE * (await answersPerSecond((await workload.url()) + path, body));
      const began = performance.now();
      const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
      const isScaled = async () => ((await workload.deployment()).status.readyReplicas ?? 0) >= MANY;
      const scaledUp = () => eventually(`${MANY} ready pods`, SECONDS_UP, isScaled);
      const up = await opened().underLoad(scaledUp, { body, path, perSecond });
      console.log(`scaling up: ${MANY} pods ready after ${seconds()} s; ${describeLoad(up)}`);
      const down = await opened().underLoad(() => workload.settled(FEWEST, SECONDS_DOWN), { perSecond: 20 });
      console.log(`scaling down: ${FEWEST} pods left after ${seconds()} s; ${describeLoad(down)}`);
      expect([...up.failures, ...down.failures]).toEqual([]);
    });
  });
}

/** One after the other, which keeps almost one vCPU busy, on whatever machine this is. */
async function answersPerSecond(url: string, body: string): Promise<number> {
  const REQUESTS = 100;
  const headers = { "content-type": "application/json", connection: "close" };
  const began = performance.now();
  for (let sent = 0; sent < REQUESTS; sent++) {
    const answer = await fetch(url, { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  }
  return (REQUESTS * 1000) / (performance.now() - began);
}
