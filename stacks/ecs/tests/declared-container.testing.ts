// What the task definition declares about its container, as the shared suite takes it.
import { declare } from "@modelport/target-suite";
import type { DeclaredContainer } from "@modelport/target-suite/container";
import { ecs } from "../target.ts";
import { suite } from "./suite.testing.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the app's container tests, whose image this is; undefined where this machine has no containers. */
    readonly built: { readonly image: string; readonly digest: string } | undefined;
  }
}

/** A member of the JSON of a task definition, as far as a container is made of it. */
interface ContainerDefinition {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly user: string;
  readonly readonlyRootFilesystem: boolean;
  readonly stopTimeout: number;
  readonly healthCheck: { readonly command: readonly string[]; readonly startPeriod: number };
}

const CPU_UNITS_OF_A_VCPU = 1024;

export async function declaredContainer(settings: Readonly<Record<string, unknown>>): Promise<DeclaredContainer> {
  const { inputsOf } = await declare(ecs, suite, settings);
  const { cpu, memory, containerDefinitions } = inputsOf("task") as Record<string, string>;
  const [container] = JSON.parse(containerDefinitions ?? "[]") as readonly ContainerDefinition[];
  if (!container?.readonlyRootFilesystem) throw new Error("The task declares no container with a read-only root.");
  const { environment, user, stopTimeout, healthCheck } = container;
  const [kind, ...healthCommand] = healthCheck.command;
  if (kind !== "CMD") throw new Error(`The health check is ${kind}: the image has no shell.`);
  return {
    memoryMiB: Number(memory),
    vcpus: Number(cpu) / CPU_UNITS_OF_A_VCPU,
    environment: Object.fromEntries(environment.map(({ name, value }) => [name, value])),
    user,
    // The target group's health check.
    readyPath: "/ready",
    startSeconds: healthCheck.startPeriod,
    stopSeconds: stopTimeout,
    healthCommand,
  };
}
