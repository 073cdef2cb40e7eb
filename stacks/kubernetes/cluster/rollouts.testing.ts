// New settings and new models, while clients call.
import { describe, expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import { describeLoad, type LoadReport } from "./load.testing.ts";
import type { Container, PodSpec } from "./workload.testing.ts";

/** More than one for a statistic: `MODELPORT_CLUSTER_ROLLOUTS=10`. */
const ROUNDS = Number(process.env["MODELPORT_CLUSTER_ROLLOUTS"] ?? "1");
const PODS = 2;

export function rollouts(opened: () => Deployed): void {
  it("starts new pods with changed settings, and stops the old ones", async () => {
    const { stack, workload, images } = opened();
    const before = new Set((await workload.pods()).map(({ metadata }) => metadata.uid));
    await stack.set({ minReplicas: PODS, maxReplicas: PODS, threshold: 0.4 });
    await stack.up(images.good);
    const pods = await workload.settled(PODS);
    expect(pods.filter(({ metadata }) => before.has(metadata.uid))).toEqual([]);
    expect(JSON.stringify(await opened().fetchJson("/model"))).toContain("0.4");
  });

  describe("a rolling update under load", () => {
    it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))("loses no request (%i)", async (round) => {
      const { stack, workload, images } = opened();
      const report = await opened().underLoad(async () => {
        await stack.up(round % 2 === 1 ? images.next : images.good);
        await workload.settled(PODS);
      });
      console.log(`rolling update ${round}: ${describeLoad(report)}`);
      const { version } = await opened().fetchJson<{ version: string }>("/model");
      expect(version === images.nextVersion).toBe(round % 2 === 1);
      expect(report.failures).toEqual([]);
    });

    it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
      "loses requests if pods stop at once, as in this control (%i)",
      async (round) => {
        const { workload } = opened();
        await createControl(opened());
        try {
          const lost = await requestsLostByControl(opened());
          console.log(`without preStop ${round}: ${lost.map(describeLoad).join("; ")}`);
          expect(lost.at(-1)?.failures.length).toBeGreaterThan(0);
        } finally {
          await workload.kubectl(["delete", "deployment,service", CONTROL, "--wait=false"]);
        }
      },
    );
  });
}

const CONTROL = "control";
const CONTROL_ATTEMPTS = 4;

/** The same pods without preStop and without the server's own wait, behind a Service of their own. */
async function createControl(deployed: Deployed): Promise<void> {
  const { workload } = deployed;
  const { template } = (await workload.deployment()).spec;
  const labels = { app: CONTROL };
  const strategy = { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
  const spec = { replicas: PODS, selector: { matchLabels: labels }, strategy };
  const deployment = { ...spec, template: { metadata: { labels }, spec: stoppingAtOnce(template.spec) } };
  const service = { selector: labels, ports: [{ port: 80, targetPort: "http" }] };
  const metadata = { name: CONTROL };
  const items = [
    { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: deployment },
    { apiVersion: "v1", kind: "Service", metadata, spec: service },
  ];
  await workload.kubectl(["create", "--filename", "-"], { apiVersion: "v1", kind: "List", items });
  await workload.kubectl(["rollout", "status", `deployment/${CONTROL}`, "--timeout=90s"]);
  await deployed.answers(CONTROL);
}

function stoppingAtOnce(spec: PodSpec): PodSpec {
  const { lifecycle: _, ...container }: Container = spec.containers[0];
  const env = [...(container.env ?? []), { name: "DRAIN_DELAY_MS", value: "0" }];
  return { ...spec, containers: [{ ...container, env }] };
}

/** Now and then the Service forgets a pod before its server closes: several attempts. */
async function requestsLostByControl(deployed: Deployed): Promise<readonly LoadReport[]> {
  const reports: LoadReport[] = [];
  while (reports.length < CONTROL_ATTEMPTS && (reports.at(-1)?.failures.length ?? 0) === 0) {
    reports.push(await deployed.underLoad(() => rollOutControl(deployed), { service: CONTROL }));
  }
  return reports;
}

async function rollOutControl({ workload }: Deployed): Promise<void> {
  await workload.kubectl(["rollout", "restart", `deployment/${CONTROL}`]);
  await workload.kubectl(["rollout", "status", `deployment/${CONTROL}`, "--timeout=90s"]);
}
