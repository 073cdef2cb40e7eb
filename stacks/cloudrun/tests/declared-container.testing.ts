// The image as a container with what the service declares: its memory, processors and variables, as Cloud Run would start it.
import { randomUUID } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "@modelport/local-runtime";
import { declare } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { cloudrun } from "../target.ts";

const podmanTools = path.resolve(import.meta.dirname, "../../../apps/inference-api/container/tests/podman.ts");

declare module "vitest" {
  interface ProvidedContext {
    /** Of the app's container tests, whose image this is; undefined where this machine has no containers. */
    readonly built: { readonly image: string; readonly digest: string } | undefined;
  }
}

interface Container {
  readonly id: string;
  stop(seconds: number): Promise<{ readonly exitCode: number; readonly seconds: number }>;
  logs(): Promise<string>;
  remove(): Promise<void>;
}

interface PodmanTools {
  readonly podman: (...args: readonly string[]) => Promise<string>;
  readonly startContainer: (
    image: string,
    environment: Readonly<Record<string, string>>,
    command: readonly string[],
    limits: readonly string[],
  ) => Promise<Container>;
}

/** As @pulumi/gcp takes it, as far as a container is made of it. */
export interface DeclaredService {
  readonly template: {
    readonly maxInstanceRequestConcurrency: number;
    readonly containers: readonly [
      {
        readonly envs: readonly { readonly name: string; readonly value: string }[];
        readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
        readonly startupProbe: { readonly httpGet: { readonly path: string }; readonly failureThreshold: number };
        readonly livenessProbe: { readonly httpGet: { readonly path: string } };
      },
    ];
  };
}

export async function declaredService(settings: Readonly<Record<string, unknown>>): Promise<DeclaredService> {
  const { inputsOf } = await declare(cloudrun, suite, settings);
  return inputsOf("service") as unknown as DeclaredService;
}

export interface Instance {
  readonly container: Container;
  readonly url: string;
  readonly instanceId: string;
  /** From the start of the container to the first good answer of its startup probe. */
  readonly readySeconds: number;
  readonly podman: PodmanTools["podman"];
}

/** Starts an instance and probes it every tenth of a second; throws where the declared time is not enough. */
export async function startInstance(
  image: string,
  { template }: DeclaredService,
  more: Readonly<Record<string, string>> = {},
): Promise<Instance> {
  const { podman, startContainer } = (await import(pathToFileURL(podmanTools).href)) as PodmanTools;
  const [{ envs, resources, startupProbe }] = template.containers;
  const { cpu, memory } = resources.limits;
  const port = await freePort();
  const instanceId = randomUUID();
  // Cloud Run sets PORT to the declared port, which somebody else on this machine may have.
  const own = { PORT: String(port), MODELPORT_INSTANCE_ID: instanceId, K_SERVICE: "example-api", ...more };
  const declared = Object.fromEntries(envs.map(({ name, value }) => [name, value]));
  const limits = [`--memory=${memory.replace("Mi", "m")}`, `--cpus=${cpu.endsWith("m") ? parseInt(cpu) / 1000 : cpu}`];
  const began = performance.now();
  const container = await startContainer(image, { ...declared, ...own }, [], limits);
  const url = `http://127.0.0.1:${port}`;
  const deadline = began + startupProbe.failureThreshold * 1000;
  while (!(await fetch(url + startupProbe.httpGet.path).catch(() => undefined))?.ok) {
    if (performance.now() > deadline) throw new Error(`The container is not ready: ${await container.logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { container, url, instanceId, readySeconds: (performance.now() - began) / 1000, podman };
}
