// Sizes that Google refuses only in the middle of an `up`, or silently changes.
import { GEN2_LEAST_MEMORY_MIB, MEMORY_FOR_VCPUS } from "@modelport/target-kit";
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const FUNCTION = "gcp:cloudfunctionsv2/function:Function";

const GEN1 = "EXECUTION_ENVIRONMENT_GEN1";

/** Kubernetes quantities that Cloud Run accepts: `500m`, `2`; `1024Mi`, `1Gi`. */
function amountOf(value: unknown): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(m|Mi|Gi)?$/.exec(String(value)) ?? [];
  const factor = { m: 1 / 1000, Gi: 1024 }[unit] ?? 1;
  return number === "" ? Number.NaN : Number(number) * factor;
}

/** The size of an instance, and where it is stated. */
interface StatedSize {
  readonly cpu: { readonly path: string; readonly value: unknown };
  readonly memory: { readonly path: string; readonly value: unknown };
  /** The path of both, and their values together. */
  readonly both: { readonly path: string; readonly value: unknown };
  readonly concurrency: string;
}

function sizeOf(resource: DeclaredResource): StatedSize {
  if (resource.type === FUNCTION) {
    const at = (path: string) => ({ path, value: inputAt(resource, path) });
    const [cpu, memory] = [at("serviceConfig.availableCpu"), at("serviceConfig.availableMemory")];
    const both = { path: "serviceConfig", value: { cpu: cpu.value, memory: memory.value } };
    return { cpu, memory, both, concurrency: "serviceConfig.maxInstanceRequestConcurrency" };
  }
  const [container] = listOf(inputAt(resource, "template.containers"));
  const limits = isMembers(container) ? inputAt({ inputs: container }, "resources.limits") : undefined;
  const { cpu, memory } = isMembers(limits) ? limits : {};
  const path = "template.containers[0].resources.limits";
  return {
    cpu: { path: `${path}.cpu`, value: cpu },
    memory: { path: `${path}.memory`, value: memory },
    both: { path, value: limits },
    concurrency: "template.maxInstanceRequestConcurrency",
  };
}

export const cloudRunSizes = {
  name: "cloud-run-sizes",
  title:
    "processors, memory, concurrency and sandbox of a Cloud Run service or function fit together, and the concurrency is stated",
  types: [SERVICE, FUNCTION],
  check: (resource) => {
    const { cpu, memory, both, concurrency } = sizeOf(resource);
    const [vcpus, mib] = [amountOf(cpu.value), amountOf(memory.value)];
    const row = MEMORY_FOR_VCPUS.findLast((each) => each.vcpus <= vcpus);
    const who = called(resource);
    if (Number.isNaN(vcpus) || Number.isNaN(mib) || row === undefined) {
      return [
        `${who}: ${both.path} is ${shown(both.value)}, but must have cpu from 0.08 to 8 and memory such as 1024Mi.`,
      ];
    }
    if (vcpus > 1 && row.vcpus !== vcpus)
      return [`${who}: ${cpu.path} is ${shown(cpu.value)}, but must be 1, 2, 4, 6 or 8, or below 1.`];
    const fits = mib >= row.least && mib <= row.most;
    return [
      ...(fits
        ? []
        : [
            `${who}: ${memory.path} is ${shown(memory.value)} with cpu ${shown(cpu.value)}, but must be ${row.least} to ${row.most} MiB.`,
          ]),
      ...concurrencyFaults(resource, concurrency, vcpus),
      ...(resource.type === SERVICE ? sandboxFaults(resource, vcpus, mib) : []),
    ];
  },
} as const satisfies Policy;

function concurrencyFaults(resource: DeclaredResource, property: string, vcpus: number): readonly string[] {
  const concurrency = inputAt(resource, property);
  if (typeof concurrency !== "number") {
    return [
      `${called(resource)}: ${property} is ${shown(concurrency)}, but must be stated: Google's default is 80, or 1 below 1 vCPU.`,
    ];
  }
  return vcpus < 1 && concurrency !== 1
    ? [`${called(resource)}: ${property} is ${concurrency} with less than 1 vCPU, but must be 1.`]
    : [];
}

function sandboxFaults(resource: DeclaredResource, vcpus: number, mib: number): readonly string[] {
  const property = "template.executionEnvironment";
  const sandbox = inputAt(resource, property);
  if (vcpus < 1) {
    return sandbox === GEN1
      ? []
      : [`${called(resource)}: ${property} is ${shown(sandbox)} with less than 1 vCPU, but must be ${GEN1}.`];
  }
  return sandbox !== GEN1 && mib < GEN2_LEAST_MEMORY_MIB
    ? [
        `${called(resource)}: ${property} is ${shown(sandbox)} with ${mib} MiB, but must be ${GEN1}, or the memory ${GEN2_LEAST_MEMORY_MIB} MiB or more.`,
      ]
    : [];
}
