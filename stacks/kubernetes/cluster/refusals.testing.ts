// What the API server accepts and refuses: nothing here changes the cluster.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Deployed } from "./deployed.testing.ts";
import type { Container, PodSpec } from "./workload.testing.ts";

const HOST_PATH = { name: "host", hostPath: { path: "/etc" } };

/** What Pod Security's level `restricted` refuses: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const REFUSED: readonly (readonly [string, (spec: PodSpec) => PodSpec])[] = [
  ["privileged", (spec) => withContainer(spec, { privileged: true, allowPrivilegeEscalation: true })],
  ["may escalate its privileges", (spec) => withContainer(spec, { allowPrivilegeEscalation: true })],
  ["keeps capabilities", (spec) => withContainer(spec, { capabilities: {} })],
  ["runs as root", (spec) => withPod(spec, { runAsUser: 0, runAsNonRoot: false })],
  ["does not say that it is not root", (spec) => withPod(spec, { runAsNonRoot: undefined })],
  ["has no seccomp profile", (spec) => withPod(spec, { seccompProfile: undefined })],
  ["writes to the node's file system", (spec) => ({ ...spec, volumes: [...(spec.volumes ?? []), HOST_PATH] })],
  ["is on the node's network", (spec) => ({ ...spec, hostNetwork: true })],
];

export function refusals(opened: () => Deployed): void {
  describe("the API server", () => {
    const create = async (change: (spec: PodSpec) => PodSpec) => {
      const { workload } = opened();
      const { template } = (await workload.deployment()).spec;
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "variant" }, spec: change(template.spec) };
      return workload.tryKubectl(["create", "--dry-run=server", "--filename", "-"], pod);
    };

    it("accepts the pod that is declared", async () => {
      const { code, output } = await create((spec) => spec);
      expect(code, output).toBe(0);
    });

    it.each(REFUSED)("refuses a pod that is or does this: %s", async (_what, change) => {
      const { code, output } = await create(change);
      expect(code).not.toBe(0);
      expect(output).toContain('violates PodSecurity "restricted:latest"');
    });

    // A writable root is no part of Pod Security: the repository's policies refuse it before anything is deployed.
    it("accepts a pod with a writable root file system", async () => {
      const { code, output } = await create((spec) => withContainer(spec, { readOnlyRootFilesystem: false }));
      expect(code, output).toBe(0);
    });

    it("accepts every manifest of the same program", async () => {
      const { stack, images } = opened();
      const folder = await mkdtemp(path.join(tmpdir(), "modelport-manifests-"));
      try {
        await stack.manifests(images.good, folder);
        const args = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", "--filename", folder];
        const accepted = (await opened().workload.kubectl(args)).trim().split("\n");
        expect(accepted.length).toBeGreaterThanOrEqual(8);
        expect(accepted.filter((line) => !line.endsWith("serverside-applied (server dry run)"))).toEqual([]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}

function withContainer(spec: PodSpec, securityContext: Container["securityContext"]): PodSpec {
  const [container] = spec.containers;
  const changed = { ...container, securityContext: { ...container.securityContext, ...securityContext } };
  return { ...spec, containers: [changed] };
}

function withPod(spec: PodSpec, securityContext: PodSpec["securityContext"]): PodSpec {
  return { ...spec, securityContext: { ...spec.securityContext, ...securityContext } };
}
