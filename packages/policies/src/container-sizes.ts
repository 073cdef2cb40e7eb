// Sizes that Google refuses only in the middle of an `up`, or silently changes.
import { GEN2_LEAST_MEMORY_MIB, MEMORY_FOR_VCPUS } from "@modelport/target-kit";
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";

const GEN1 = "EXECUTION_ENVIRONMENT_GEN1";

/** Kubernetes quantities that Cloud Run accepts: `500m`, `2`; `1024Mi`, `1Gi`. */
function amountOf(value: unknown): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(m|Mi|Gi)?$/.exec(String(value)) ?? [];
  const factor = { m: 1 / 1000, Gi: 1024 }[unit] ?? 1;
  return number === "" ? Number.NaN : Number(number) * factor;
}

export const cloudRunSizes = {
  name: "cloud-run-sizes",
  title:
    "processors, memory, concurrency and sandbox of a Cloud Run service fit together, and the concurrency is stated",
  types: [SERVICE],
  check: (resource) => {
    const [container] = listOf(inputAt(resource, "template.containers"));
    const limits = isMembers(container) ? inputAt({ inputs: container }, "resources.limits") : undefined;
    const { cpu, memory } = isMembers(limits) ? limits : {};
    const [vcpus, mib] = [amountOf(cpu), amountOf(memory)];
    const row = MEMORY_FOR_VCPUS.findLast((each) => each.vcpus <= vcpus);
    const where = `${called(resource)}: template.containers[0].resources.limits`;
    if (Number.isNaN(vcpus) || Number.isNaN(mib) || row === undefined) {
      return [`${where} is ${shown(limits)}, but must have cpu from 0.08 to 8 and memory such as 1024Mi.`];
    }
    if (vcpus > 1 && row.vcpus !== vcpus)
      return [`${where}.cpu is ${shown(cpu)}, but must be 1, 2, 4, 6 or 8, or below 1.`];
    const fits = mib >= row.least && mib <= row.most;
    return [
      ...(fits
        ? []
        : [`${where}.memory is ${shown(memory)} with cpu ${shown(cpu)}, but must be ${row.least} to ${row.most} MiB.`]),
      ...concurrencyFaults(resource, vcpus),
      ...sandboxFaults(resource, vcpus, mib),
    ];
  },
} as const satisfies Policy;

function concurrencyFaults(resource: DeclaredResource, vcpus: number): readonly string[] {
  const property = "template.maxInstanceRequestConcurrency";
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
