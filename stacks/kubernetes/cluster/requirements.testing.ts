// Whether this machine can run the suite, and against which cluster.
import { execFileSync } from "node:child_process";
import type { Settings } from "./stack.testing.ts";

const ANSWER_MILLISECONDS = 15_000;

/** One sentence with what is missing and how to get it, or undefined. */
export function whatIsMissing(): string | undefined {
  const kubeconfig = process.env["KUBECONFIG"];
  if (!kubeconfig) {
    return "KUBECONFIG names no cluster: create one (`kind create cluster --kubeconfig cluster.yaml`) and run `KUBECONFIG=$PWD/cluster.yaml npx nx run kubernetes:test:cluster`.";
  }
  if (output("kubectl", "version", "--client") === undefined) {
    return "kubectl is not on PATH: see https://kubernetes.io/docs/tasks/tools/.";
  }
  if (output("kubectl", "get", "--raw", "/readyz") === undefined) {
    return `The cluster of KUBECONFIG (${kubeconfig}) does not respond: see \`kubectl cluster-info\`.`;
  }
  if (output("podman", "--version") === undefined) {
    return "podman is not on PATH, which makes the image whose model is broken: see https://podman.io/docs/installation.";
  }
  return undefined;
}

/** Why nothing can scale by CPU; undefined if the cluster has a metrics server. */
export function whyNoMetrics(): string | undefined {
  if (output("kubectl", "get", "--raw", "/apis/metrics.k8s.io/v1beta1/nodes") !== undefined) return undefined;
  return "The cluster has no metrics server: install https://github.com/kubernetes-sigs/metrics-server.";
}

/** The settings that bring the image to the cluster's nodes: kind and minikube name their contexts after themselves. */
export function imageSettings(): Settings {
  const context = output("kubectl", "config", "current-context")?.trim() ?? "";
  const kind = /^kind-(.+)$/.exec(context)?.[1];
  if (kind !== undefined) return { loadInto: "kind", localCluster: kind };
  if (output("minikube", "--profile", context, "status") !== undefined) {
    return { loadInto: "minikube", localCluster: context };
  }
  return { loadInto: "containerd" };
}

function output(command: string, ...args: readonly string[]): string | undefined {
  try {
    const stdio = ["ignore", "pipe", "ignore"] as const;
    return execFileSync(command, args, { encoding: "utf8", stdio: [...stdio], timeout: ANSWER_MILLISECONDS });
  } catch {
    return undefined;
  }
}
