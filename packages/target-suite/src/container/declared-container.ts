// The image as a container with what a target declares: memory, processors, variables, as its platform would start it.
import { randomUUID } from "node:crypto";
import { freePort } from "@modelport/local-runtime";
import { type Container, startContainer } from "@modelport/local-runtime/podman";

/** What a target declares about its container, whatever its platform calls it. The root file system is always read-only. */
export interface DeclaredContainer {
  readonly memoryMiB: number;
  readonly vcpus: number;
  readonly environment: Readonly<Record<string, string>>;
  /** As the platform's own file has it; default: that of the image. */
  readonly user?: string;
  /** Where the platform asks whether it may send requests, or how it would find out from outside. */
  readonly readyPath: string;
  /** How long a new instance may take. */
  readonly startSeconds: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopSeconds: number;
  /** A command that the platform runs in the container to learn whether it is well: an argument vector without "CMD". */
  readonly healthCommand?: readonly string[];
}

export interface Instance {
  readonly container: Container;
  readonly url: string;
  readonly port: number;
  readonly instanceId: string;
  /** From the start of the container to the first good answer of its ready path. */
  readonly readySeconds: number;
}

/** Starts an instance and probes it every tenth of a second; throws if the declared time is not enough. */
export async function startInstance(
  image: string,
  declared: DeclaredContainer,
  more: Readonly<Record<string, string>> = {},
): Promise<Instance> {
  const port = await freePort();
  const instanceId = randomUUID();
  // A process of this machine may have the declared port.
  const own = { PORT: String(port), MODELPORT_INSTANCE_ID: instanceId, ...more };
  const limits = [`--memory=${declared.memoryMiB}m`, `--cpus=${declared.vcpus}`];
  if (declared.user !== undefined) limits.push(`--user=${declared.user}`);
  const began = performance.now();
  const container = await startContainer(image, { ...declared.environment, ...own }, [], limits);
  const url = `http://127.0.0.1:${port}`;
  const deadline = began + declared.startSeconds * 1000;
  while (!(await fetch(url + declared.readyPath).catch(() => undefined))?.ok) {
    if (performance.now() > deadline) throw new Error(`The container is not ready: ${await container.logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { container, url, port, instanceId, readySeconds: (performance.now() - began) / 1000 };
}
