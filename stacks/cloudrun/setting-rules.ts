// Pairs of settings that Cloud Run refuses, or that would not do what they say; one sentence each.
import { configCommand } from "@modelport/target-kit";
import { environmentFaults, labelFaults } from "./given-names.ts";
import { GEN2_LEAST_MEMORY_MIB, MEMORY_FOR_VCPUS } from "./sizes.ts";
import type { CloudRunSettings } from "./settings.ts";

const set = (key: keyof CloudRunSettings, value: unknown) => configCommand({ key, value });
const remove = (key: keyof CloudRunSettings) => configCommand({ key });

export interface BrokenRule {
  readonly key: keyof CloudRunSettings;
  readonly sentence: string;
}

/** Every rule that `settings`, sound one by one, break together. */
export function brokenRules(settings: CloudRunSettings): readonly BrokenRule[] {
  return [
    ...processorFaults(settings),
    ...(settings.vcpus < 1 ? belowOneProcessor(settings) : []),
    ...sandboxFaults(settings),
    ...scalingFaults(settings),
    ...accessFaults(settings),
    ...networkFaults(settings),
    ...environmentFaults(settings.environment).map((sentence) => ({ key: "environment" as const, sentence })),
    ...labelFaults(settings.labels).map((sentence) => ({ key: "labels" as const, sentence })),
  ];
}

function* processorFaults({ vcpus, memoryMiB }: CloudRunSettings): Generator<BrokenRule> {
  const isWhole = MEMORY_FOR_VCPUS.some((row) => row.vcpus === vcpus);
  if (vcpus > 1 ? !isWhole : Math.abs(vcpus * 1000 - Math.round(vcpus * 1000)) > 1e-9) {
    const nearest = MEMORY_FOR_VCPUS.find((row) => row.vcpus >= vcpus);
    const processors = vcpus < 1 ? Math.round(vcpus * 1000) / 1000 : (nearest?.vcpus ?? 8);
    const least = vcpus > 1 && nearest !== undefined && memoryMiB < nearest.least ? nearest.least : undefined;
    const withMemory = least === undefined ? "" : ` and its memory with ${set("memoryMiB", least)}`;
    yield {
      key: "vcpus",
      sentence:
        `modelport:vcpus is ${vcpus}, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08; ` +
        `set it with ${set("vcpus", processors)}${withMemory}.`,
    };
    return;
  }
  const row = MEMORY_FOR_VCPUS.findLast((each) => each.vcpus <= vcpus);
  if (row === undefined || (memoryMiB >= row.least && memoryMiB <= row.most)) return;
  const able = MEMORY_FOR_VCPUS.find((each) => each.vcpus > vcpus && memoryMiB <= each.most);
  const more = memoryMiB > row.most && able !== undefined ? `, or take ${set("vcpus", able.vcpus)}` : "";
  yield {
    key: "memoryMiB",
    sentence:
      `modelport:memoryMiB is ${memoryMiB} with modelport:vcpus ${vcpus}, for which Cloud Run takes ` +
      `${row.least} to ${row.most} MiB; set it with ${set("memoryMiB", memoryMiB > row.most ? row.most : row.least)}${more}.`,
  };
}

/** Below a whole processor: https://cloud.google.com/run/docs/configuring/services/cpu, "the following requirements". */
function* belowOneProcessor(settings: CloudRunSettings): Generator<BrokenRule> {
  const below = `with modelport:vcpus ${settings.vcpus}: below 1 vCPU Cloud Run`;
  const orOne = `or take ${set("vcpus", 1)}.`;
  if (settings.concurrency !== 1) {
    const sentence = `modelport:concurrency is ${settings.concurrency} ${below} gives an instance one request at a time; set it with ${set("concurrency", 1)}, ${orOne}`;
    yield { key: "concurrency", sentence };
  }
  if (settings.executionEnvironment === "gen2") {
    const sentence = `modelport:executionEnvironment is gen2 ${below} has gen1 only; set it with ${set("executionEnvironment", "gen1")}, ${orOne}`;
    yield { key: "executionEnvironment", sentence };
  }
  if (settings.cpuAlways) {
    const sentence = `modelport:cpuAlways is true ${below} bills by request only; set it with ${set("cpuAlways", false)}, ${orOne}`;
    yield { key: "cpuAlways", sentence };
  }
}

function* sandboxFaults({ executionEnvironment, memoryMiB }: CloudRunSettings): Generator<BrokenRule> {
  if (executionEnvironment !== "gen2" || memoryMiB >= GEN2_LEAST_MEMORY_MIB) return;
  yield {
    key: "executionEnvironment",
    sentence:
      `modelport:executionEnvironment is gen2 with modelport:memoryMiB ${memoryMiB}, but gen2 needs ` +
      `${GEN2_LEAST_MEMORY_MIB} MiB; set it with ${set("memoryMiB", GEN2_LEAST_MEMORY_MIB)}, or take ${set("executionEnvironment", "gen1")}.`,
  };
}

function* scalingFaults({ minInstances, maxInstances }: CloudRunSettings): Generator<BrokenRule> {
  if (minInstances <= maxInstances) return;
  const sentence = `modelport:minInstances is ${minInstances}, above modelport:maxInstances, which is ${maxInstances}; set that with ${set("maxInstances", minInstances)} or to more.`;
  yield { key: "minInstances", sentence };
}

function* accessFaults({ public: isPublic, invokers, corsOrigins }: CloudRunSettings): Generator<BrokenRule> {
  if (!isPublic && corsOrigins.length > 0) {
    const sentence =
      `modelport:corsOrigins is ${JSON.stringify(corsOrigins)} with modelport:public false, where Cloud Run answers 403 to a browser's ` +
      `question whether a page may ask, which carries no identity token; stay private with ${remove("corsOrigins")}, or let everybody ask with ${set("public", true)}.`;
    yield { key: "corsOrigins", sentence };
  }
  if (!isPublic || invokers.length === 0) return;
  const sentence =
    "modelport:invokers names members while modelport:public is true, which lets everybody in; " +
    `let in these alone with ${remove("public")}, or everybody with ${remove("invokers")}.`;
  yield { key: "invokers", sentence };
}

function* networkFaults({ network, subnetwork, vpcEgress, domain, ingress }: CloudRunSettings): Generator<BrokenRule> {
  if (vpcEgress === "all-traffic" && network === undefined && subnetwork === undefined) {
    const sentence = `modelport:vpcEgress is all-traffic, but no VPC is named; name yours with ${set("network", "default")}, or remove it with ${remove("vpcEgress")}.`;
    yield { key: "vpcEgress", sentence };
  }
  if (domain !== undefined && ingress !== "all") {
    const sentence = `modelport:domain is ${domain} with modelport:ingress ${ingress}, behind which a mapped domain reaches nothing; remove it with ${remove("domain")}, or open the way to it with ${set("ingress", "all")}.`;
    yield { key: "domain", sentence };
  }
}
