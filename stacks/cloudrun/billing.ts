// What Google bills of each resource of a stack.
import { googleBilling } from "@modelport/google/billing";
import { SECONDS_PER_MONTH } from "@modelport/target-kit";
import { type BilledLine, type BilledResource, type Billing, byTraffic, inputOf } from "@modelport/target-kit/billing";

/** The shortest time that is billed, which each probe takes. */
const BILLED_SECONDS = 0.1;

function serviceLines(service: BilledResource): readonly BilledLine[] {
  const container = { ...service, inputs: inputOf(service, "template.containers.0") as BilledResource["inputs"] };
  const kept = Number(inputOf(service, "template.scaling.minInstanceCount") ?? 0) * SECONDS_PER_MONTH;
  const vcpus = vcpusOf(String(inputOf(container, "resources.limits.cpu")));
  const gib = Number.parseInt(String(inputOf(container, "resources.limits.memory")), 10) / 1024;
  const always = byTraffic("Log entries", "Responses to the internet");
  if (inputOf(container, "resources.cpuIdle") === false) {
    const line = (name: string) => `${name} of kept instances, always allocated`;
    return [
      ...always,
      ...byTraffic("CPU of instances", "Memory of instances"),
      ...(kept === 0
        ? []
        : [
            { line: line("CPU"), quantity: kept * vcpus },
            { line: line("Memory"), quantity: kept * gib },
          ]),
    ];
  }
  const probes = kept / Number(inputOf(container, "livenessProbe.periodSeconds"));
  return [
    ...always,
    ...byTraffic("Requests", "CPU of busy instances", "Memory of busy instances"),
    ...(kept === 0
      ? []
      : [
          { line: "CPU of kept instances", quantity: kept * vcpus },
          { line: "Memory of kept instances", quantity: kept * gib },
          { line: "Liveness probes of kept instances", quantity: probes * BILLED_SECONDS * vcpus },
        ]),
  ];
}

const vcpusOf = (limit: string): number => (limit.endsWith("m") ? Number(limit.slice(0, -1)) / 1000 : Number(limit));

export const billing: Billing = {
  ...googleBilling,
  "gcp:cloudrunv2/service:Service": serviceLines,
};
