// The estimate against the deployment: no resource that costs money without a line, and no line without a resource.
import { called } from "@modelport/policies";
import type { CostLine, Target, Workload } from "@modelport/target-kit";
import type { BilledLine, Billing } from "@modelport/target-kit/billing";
import type { Check, Finding, MockDeployment, Subject } from "../check.ts";
import { eachVariant } from "../subject.ts";

/** Traffic that uses whatever is billed by use. */
const busy: Workload = {
  requestsPerMonth: 1e9,
  durationMs: 200,
  memoryMiB: 1024,
  requestBytes: 2_000,
  responseBytes: 1_000,
  peakFactor: 20,
};

export const resourcesBilled: Check = {
  id: "resources-billed",
  title: "every resource has its cost lines or the reason why it is free, and every cost line its resources",
  run: async (subject) => {
    const { billing } = subject.suite;
    if (billing === undefined) {
      return [
        "the suite has no billing: say by resource type, in billing.ts of the target, which cost lines a resource has, or why it is free.",
      ];
    }
    return eachVariant(subject, (deployment) => deploymentFaults(subject, deployment, billing));
  },
};

function deploymentFaults(
  { target, suite }: Subject,
  deployment: MockDeployment,
  billing: Billing,
): readonly Finding[] {
  const resources = deployment.resources.filter(({ isComponent }) => isComponent !== true);
  const unknown = resources
    .filter(({ type }) => !Object.hasOwn(billing, type))
    .map(
      (resource) =>
        `${called(resource)}: the suite's billing has no ${resource.type}: name its cost lines there, or why it is free and where that is written.`,
    );
  const due = resources.flatMap((resource) => {
    const billed = billing[resource.type];
    const lines = typeof billed === "function" ? billed(resource, resources) : [];
    return lines.map((line) => ({ ...line, resource: called(resource) }));
  });
  const settings = { ...suite.settings, ...deployment.variant.settings };
  return [...unknown, ...lineFaults(due, estimates(target, settings), deployment.variant.name)];
}

interface Estimates {
  readonly idle: readonly CostLine[];
  readonly busy: readonly CostLine[];
}

function estimates(target: Target, settings: Readonly<Record<string, unknown>>): Estimates {
  const under = (requestsPerMonth: number) => target.cost({ ...busy, requestsPerMonth }, settings);
  return { idle: under(0), busy: under(busy.requestsPerMonth) };
}

type Due = BilledLine & { readonly resource: string };

function lineFaults(due: readonly Due[], estimate: Estimates, variant: string): readonly Finding[] {
  const known = new Set(estimate.busy.map(({ name }) => name));
  const billed = new Set(due.map(({ line }) => line));
  return [
    ...due
      .filter(({ line }) => !known.has(line))
      .map(
        ({ resource, line }) =>
          `${resource} is billed on "${line}", and cost.ts has no such line (${variant}): add it, or correct billing.ts.`,
      ),
    ...estimate.busy
      .filter(({ name, quantity }) => quantity > 0 && !billed.has(name))
      .map(
        ({ name }) =>
          `cost.ts has the line "${name}", on which no resource is billed (${variant}): correct cost.ts or billing.ts.`,
      ),
    ...[...new Set(estimate.idle.filter(({ recurrence }) => recurrence === "fixed").map(({ name }) => name))].flatMap(
      (name) => quantityFaults(name, due, estimate.idle, variant),
    ),
  ];
}

/** A fixed line has the sum of what its resources are billed, if all of them say how much that is. */
function quantityFaults(name: string, due: readonly Due[], idle: readonly CostLine[], variant: string) {
  const parts = due.filter(({ line }) => line === name);
  if (parts.length === 0 || parts.some(({ quantity }) => quantity === undefined)) return [];
  const implied = parts.reduce((sum, { quantity = 0 }) => sum + quantity, 0);
  const lines = idle.filter((line) => line.name === name);
  const estimated = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (Math.abs(implied - estimated) <= 1e-6 * Math.max(1, implied)) return [];
  return [
    `cost.ts has ${round(estimated)} ${lines[0]?.unit ?? ""} of "${name}", but the declared resources imply ${round(implied)} (${variant}).`,
  ];
}

const round = (value: number): number => Number(value.toPrecision(6));
