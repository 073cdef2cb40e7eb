// What the stack has deployed, as the cluster sees it.
import { eventually, getJson, kubectl, tryKubectl } from "./kubectl.testing.ts";
import type { Outputs } from "./stack.testing.ts";

export interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: PodSpec;
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly containerID?: string }[];
  };
}

export interface Container {
  readonly name: string;
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly lifecycle?: unknown;
}

export interface PodSpec {
  readonly containers: readonly [Container];
  readonly securityContext?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly unknown[];
}

export interface Deployment {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: { readonly metadata: object; readonly spec: PodSpec };
  };
  readonly status: { readonly readyReplicas?: number };
}

/** The workload of one stack: its namespace, and what is in it. */
export class Workload {
  readonly namespace: string;
  readonly name: string;

  constructor({ namespace, serviceName }: Pick<Outputs, "namespace" | "serviceName">) {
    this.namespace = namespace;
    this.name = serviceName;
  }

  kubectl(args: readonly string[], input?: unknown): Promise<string> {
    return kubectl(["--namespace", this.namespace, ...args], input);
  }

  tryKubectl(args: readonly string[], input?: unknown) {
    return tryKubectl(["--namespace", this.namespace, ...args], input);
  }

  get<T>(...args: readonly string[]): Promise<T> {
    return getJson<T>("--namespace", this.namespace, ...args);
  }

  deployment(): Promise<Deployment> {
    return this.get<Deployment>("deployment", this.name);
  }

  /** Its pods, those that terminate included. */
  async pods(): Promise<readonly Pod[]> {
    const selector = `app.kubernetes.io/name=${this.name}`;
    return (await this.get<{ items: readonly Pod[] }>("pods", "--selector", selector)).items;
  }

  /** Waits until exactly `count` pods are left, all of them ready. */
  settled(count: number, seconds = 90): Promise<readonly Pod[]> {
    return eventually(`${count} pods, all ready, in ${this.namespace}`, seconds, async () => {
      const pods = await this.pods();
      return pods.length === count && pods.every(isReady) && pods;
    });
  }

  /** The address of the Service inside the cluster. */
  async url(service = this.name): Promise<string> {
    const { spec } = await this.get<{ spec: { clusterIP: string } }>("service", service);
    return spec.clusterIP.includes(":") ? `http://[${spec.clusterIP}]` : `http://${spec.clusterIP}`;
  }
}

export function isReady({ metadata, status }: Pod): boolean {
  const ready = status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True");
  return ready === true && metadata.deletionTimestamp === undefined;
}
