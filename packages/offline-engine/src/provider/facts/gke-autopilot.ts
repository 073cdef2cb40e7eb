// What GKE Autopilot makes of the resources of pods: https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests,
// for the general-purpose class in clusters whose pods may burst. It writes the result into the template of a Deployment
// (the annotation autopilot.gke.io/resource-adjustment), where the next `up` finds it: pulumi/pulumi-kubernetes 1978.
import { isObject, mapValues, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";

const MIB = 2 ** 20;
const LEAST = { vcpus: 0.05, mib: 52 };
const USUAL = { vcpus: 0.5, mib: 2048 };
const MIB_PER_VCPU = { least: 1024, most: 6.5 * 1024 };
const STORAGE = "1Gi";
const FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9, Ki: 2 ** 10, Mi: MIB, Gi: 2 ** 30 };

function vcpusOf(value: Value | undefined): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(textOf(value)) ?? [];
  return number === undefined ? undefined : Number(number) / (unit === "m" ? 1000 : 1);
}

function mibOf(value: Value | undefined): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|k|M|G)?$/.exec(textOf(value)) ?? [];
  return number === undefined ? undefined : (Number(number) * (FACTORS[unit] ?? 1)) / MIB;
}

const ceiling = (value: number): number => Math.ceil(Number(value.toPrecision(12)));
const cpuText = (vcpus: number): string => (Number.isInteger(vcpus) ? String(vcpus) : `${ceiling(vcpus * 1000)}m`);
const memoryText = (mib: number): string =>
  ceiling(mib) % 1024 === 0 ? `${ceiling(mib) / 1024}Gi` : `${ceiling(mib)}Mi`;

/** A container's resources as Autopilot writes them: too little is raised, storage is added, no limit is below its request. */
function adjusted(resources: Value): Values {
  const requests = membersOf(membersOf(resources)["requests"] ?? null);
  const limits = membersOf(membersOf(resources)["limits"] ?? null);
  const asked = {
    vcpus: Math.max(LEAST.vcpus, vcpusOf(requests["cpu"]) ?? vcpusOf(limits["cpu"]) ?? USUAL.vcpus),
    mib: Math.max(LEAST.mib, mibOf(requests["memory"]) ?? mibOf(limits["memory"]) ?? USUAL.mib),
  };
  const vcpus = Math.max(asked.vcpus, asked.mib / MIB_PER_VCPU.most);
  const mib = Math.max(asked.mib, asked.vcpus * MIB_PER_VCPU.least);
  const storage = requests["ephemeral-storage"] ?? STORAGE;
  const limit = (name: string, least: number, of: (value: Value | undefined) => number | undefined, text: string) => {
    const given = of(limits[name]);
    return given === undefined || given < least ? text : (limits[name] ?? text);
  };
  const [cpu, memory] = [
    vcpus === vcpusOf(requests["cpu"]) ? textOf(requests["cpu"]) : cpuText(vcpus),
    mib === mibOf(requests["memory"]) ? textOf(requests["memory"]) : memoryText(mib),
  ];
  return {
    requests: { cpu, memory, "ephemeral-storage": storage },
    limits: {
      cpu: limit("cpu", vcpus, vcpusOf, cpu),
      memory: limit("memory", mib, mibOf, memory),
      "ephemeral-storage": storage,
    },
  };
}

/** The `spec` of a Deployment as an Autopilot cluster keeps it. */
export function withAutopilotsResources(spec: Value): Value {
  return within(spec, ["template", "spec", "containers"], (list) =>
    Array.isArray(list)
      ? list.map((each: Value) => ({ ...membersOf(each), resources: adjusted(membersOf(each)["resources"] ?? null) }))
      : list,
  );
}

function within(value: Value, [key, ...rest]: readonly string[], change: (inner: Value) => Value): Value {
  if (key === undefined) return change(value);
  if (!isObject(value)) return value;
  return mapValues(value, (inner, name) => (name === key ? within(inner, rest, change) : inner));
}
