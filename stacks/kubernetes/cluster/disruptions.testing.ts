// A node that is drained, and a container that is killed, while clients call.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import { eventually } from "./kubectl.testing.ts";
import { describeLoad } from "./load.testing.ts";
import { isReady, type Pod } from "./workload.testing.ts";

const PODS = 2;

export function disruptions(opened: () => Deployed): void {
  describe("under load", () => {
    it("a drain evicts one pod at a time, and loses no request", async () => {
      const { workload } = opened();
      const [first, second] = await workload.settled(PODS);
      const report = await opened().underLoad(async () => {
        expect((await evict(opened(), first)).code).toBe(0);
        // kubectl drain repeats an eviction that is rejected with 429.
        const tooEarly = await evict(opened(), second);
        expect(tooEarly.output).toContain("Error from server (TooManyRequests): Cannot evict pod");
        await workload.settled(PODS);
        expect((await evict(opened(), second)).code).toBe(0);
        await workload.settled(PODS);
      });
      console.log(`drain: ${describeLoad(report)}`);
      expect(report.failures).toEqual([]);
    });

    it("a killed container starts again, and loses requests only until its pod is not ready", async ({ skip }) => {
      const { workload } = opened();
      const [pod] = await workload.settled(PODS);
      const pid = processOf(pod);
      if (pod === undefined || pid === undefined) {
        console.warn("SKIPPED, a killed container: this user cannot see its process on this machine.");
        return skip();
      }
      let killedAt = 0;
      const report = await opened().underLoad(async () => {
        killedAt = performance.now();
        process.kill(pid, "SIGKILL");
        await eventually(`a restart of ${pod.metadata.name}`, 60, async () => {
          const found = (await workload.pods()).find(({ metadata }) => metadata.name === pod.metadata.name);
          return found?.status.containerStatuses?.[0]?.restartCount === 1 && isReady(found);
        });
        const seconds = (performance.now() - killedAt) / 1000;
        console.log(`kill -9: the container is ready again after ${seconds.toFixed(1)} s`);
      });
      const lastFailure = Math.max(killedAt, ...report.failures.map(({ at }) => at));
      console.log(`kill -9: ${describeLoad(report)}, the last after ${((lastFailure - killedAt) / 1000).toFixed(1)} s`);
      // The other pod serves all the time, and the Service takes the killed one out within the kubelet's next seconds.
      expect(report.failures.length).toBeLessThan(report.sent / 2);
      expect(lastFailure - killedAt).toBeLessThan(5_000);
    });
  });
}

function evict({ workload }: Deployed, pod: Pod | undefined) {
  const name = pod?.metadata.name ?? "";
  const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: workload.namespace } };
  const path = `/api/v1/namespaces/${workload.namespace}/pods/${name}/eviction`;
  return workload.tryKubectl(["create", "--raw", path, "--filename", "-"], eviction);
}

/** The pid of the container's first process, if the container runs on this machine. */
function processOf(pod: Pod | undefined): number | undefined {
  const id = pod?.status.containerStatuses?.[0]?.containerID?.split("://")[1];
  if (id === undefined) return undefined;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => textOf(pid, "cgroup").includes(id) && isFirst(textOf(pid, "status")));
}

// The last number is the pid in the container.
const isFirst = (status: string) => /^NSpid:.*\t1$/m.test(status);

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
