// What the service declares about its container, as the shared suite takes it.
import { declare } from "@modelport/target-suite";
import type { DeclaredContainer } from "@modelport/target-suite/container";
import { cloudrun } from "../target.ts";
import { suite } from "./suite.testing.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the app's container tests, whose image this is; undefined where this machine has no containers. */
    readonly built: { readonly image: string; readonly digest: string } | undefined;
  }
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

/** From SIGTERM to SIGKILL: https://cloud.google.com/run/docs/container-contract#lifecycle-shutdown */
const STOP_SECONDS = 10;

export async function declaredService(settings: Readonly<Record<string, unknown>>): Promise<DeclaredService> {
  const { inputsOf } = await declare(cloudrun, suite, settings);
  return inputsOf("service") as unknown as DeclaredService;
}

export function containerOf({ template }: DeclaredService): DeclaredContainer {
  const [{ envs, resources, startupProbe }] = template.containers;
  const { cpu, memory } = resources.limits;
  return {
    memoryMiB: parseInt(memory),
    vcpus: cpu.endsWith("m") ? parseInt(cpu) / 1000 : Number(cpu),
    environment: { ...Object.fromEntries(envs.map(({ name, value }) => [name, value])), K_SERVICE: "example-api" },
    readyPath: startupProbe.httpGet.path,
    startSeconds: startupProbe.failureThreshold,
    stopSeconds: STOP_SECONDS,
  };
}
