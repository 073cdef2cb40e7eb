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
const ROWS = 100;

export function autoscaling(opened: () => Deployed, noMetrics: string | undefined): void {
  describe.skipIf(noMetrics !== undefined)("the autoscaler", () => {
    it(`goes from ${FEWEST} to ${MANY} pods within ${SECONDS_UP} s under load and back, and loses no request`, async () => {
      const { stack, workload, images, instance } = opened();
      await stack.set({ maxReplicas: MANY + 1 });
      await stack.up(images.good);
      await workload.settled(FEWEST);
      const body = JSON.stringify({ instances: Array.from({ length: ROWS }, () => instance) });
      const began = performance.now();
      const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
      const isScaled = async () => ((await workload.deployment()).status.readyReplicas ?? 0) >= MANY;
      const batches = { body, path: "/api/v1/predict/batch", perSecond: 100 };
      const up = await opened().underLoad(() => eventually(`${MANY} ready pods`, SECONDS_UP, isScaled), batches);
      console.log(`scaling up: ${MANY} pods ready after ${seconds()} s; ${describeLoad(up)}`);
      const down = await opened().underLoad(() => workload.settled(FEWEST, SECONDS_DOWN), { perSecond: 20 });
      console.log(`scaling down: ${FEWEST} pods left after ${seconds()} s; ${describeLoad(down)}`);
      expect([...up.failures, ...down.failures]).toEqual([]);
    });
  });
}
