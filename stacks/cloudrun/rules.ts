// What Cloud Run refuses, or silently ignores, of settings that are each valid on their own.
import { labelsAreFree } from "@modelport/google/rules";
import {
  environmentRule,
  GEN2_LEAST_MEMORY_MIB,
  invokersRule,
  MEMORY_FOR_VCPUS,
  type Rule as RuleOf,
  ruleWords,
  workersFit,
} from "@modelport/target-kit";
import { variables } from "./environment.ts";
import type { CloudRunSettings } from "./settings.ts";

type Rule = RuleOf<CloudRunSettings>;

const { is, set, remove } = ruleWords<CloudRunSettings>();

const processorsExist: Rule = ({ vcpus, memoryMiB }) => {
  if (vcpusExist(vcpus)) return {};
  const nearest = MEMORY_FOR_VCPUS.find((row) => row.vcpus >= vcpus);
  const processors = vcpus < 1 ? Math.round(vcpus * 1000) / 1000 : (nearest?.vcpus ?? 8);
  const least = vcpus > 1 && nearest !== undefined && memoryMiB < nearest.least ? nearest.least : undefined;
  const withMemory = least === undefined ? "" : ` and its memory with ${set("memoryMiB", least)}`;
  return {
    vcpus:
      `${is("vcpus", vcpus)}, but Cloud Run takes 1, 2, 4, 6 or 8, or thousandths from 0.08 to 1: ` +
      `set it with ${set("vcpus", processors)}${withMemory}.`,
  };
};

function vcpusExist(vcpus: number): boolean {
  if (vcpus > 1) return MEMORY_FOR_VCPUS.some((row) => row.vcpus === vcpus);
  return Math.abs(vcpus * 1000 - Math.round(vcpus * 1000)) <= 1e-9;
}

const memoryFitsProcessors: Rule = ({ vcpus, memoryMiB }) => {
  const row = MEMORY_FOR_VCPUS.findLast((each) => each.vcpus <= vcpus);
  if (!vcpusExist(vcpus) || row === undefined || (memoryMiB >= row.least && memoryMiB <= row.most)) return {};
  const able = MEMORY_FOR_VCPUS.find((each) => each.vcpus > vcpus && memoryMiB <= each.most);
  const more = memoryMiB > row.most && able !== undefined ? `, or use ${set("vcpus", able.vcpus)}` : "";
  return {
    memoryMiB:
      `${is("memoryMiB", memoryMiB)}, but ${is("vcpus", vcpus)}, with which Cloud Run takes ${row.least} to ${row.most} MiB: ` +
      `set it with ${set("memoryMiB", memoryMiB > row.most ? row.most : row.least)}${more}.`,
  };
};

/** Below a whole vCPU: https://cloud.google.com/run/docs/configuring/services/cpu, "the following requirements". */
const smallInstances: Rule = ({ vcpus, concurrency, executionEnvironment, cpuAlways }) => {
  if (vcpus >= 1) return {};
  const below = `but ${is("vcpus", vcpus)}: below 1 vCPU Cloud Run`;
  const orOne = `or use ${set("vcpus", 1)}.`;
  return {
    ...(concurrency !== 1 && {
      concurrency: `${is("concurrency", concurrency)}, ${below} sends an instance one request at a time; set it with ${set("concurrency", 1)}, ${orOne}`,
    }),
    ...(executionEnvironment === "gen2" && {
      executionEnvironment: `${is("executionEnvironment", "gen2")}, ${below} has gen1 only; set it with ${set("executionEnvironment", "gen1")}, ${orOne}`,
    }),
    ...(cpuAlways && {
      cpuAlways: `${is("cpuAlways", true)}, ${below} bills by request only; set it with ${set("cpuAlways", false)}, ${orOne}`,
    }),
  };
};

const gen2NeedsMemory: Rule = ({ executionEnvironment, memoryMiB }) =>
  executionEnvironment !== "gen2" || memoryMiB >= GEN2_LEAST_MEMORY_MIB
    ? {}
    : {
        executionEnvironment:
          `${is("executionEnvironment", "gen2")}, but ${is("memoryMiB", memoryMiB)}, and gen2 needs ${GEN2_LEAST_MEMORY_MIB} MiB: ` +
          `set it with ${set("memoryMiB", GEN2_LEAST_MEMORY_MIB)}, or use ${set("executionEnvironment", "gen1")}.`,
      };

const instancesFit: Rule = ({ minInstances, maxInstances }) =>
  minInstances <= maxInstances
    ? {}
    : {
        minInstances:
          `${is("minInstances", minInstances)}, but ${is("maxInstances", maxInstances)}: ` +
          `set that to ${minInstances} or more, as in ${set("maxInstances", minInstances)}.`,
      };

const corsNeedsPublic: Rule = ({ public: isPublic, corsOrigins }) =>
  isPublic || corsOrigins.length === 0
    ? {}
    : {
        corsOrigins:
          `${is("corsOrigins", corsOrigins)}, but modelport:public is false: browsers send CORS preflight requests without an ` +
          `identity token, and Cloud Run rejects those with 403; stay private with ${remove("corsOrigins")}, ` +
          `or let anyone call the service with ${set("public", true)}.`,
      };

const egressNeedsNetwork: Rule = ({ network, subnetwork, vpcEgress }) =>
  vpcEgress !== "all-traffic" || network !== undefined || subnetwork !== undefined
    ? {}
    : {
        vpcEgress:
          `${is("vpcEgress", vpcEgress)}, but no VPC is named: name yours with ${set("network", "default")}, ` +
          `or remove it with ${remove("vpcEgress")}.`,
      };

const domainNeedsIngress: Rule = ({ domain, ingress }) =>
  domain === undefined || ingress === "all"
    ? {}
    : {
        domain:
          `${is("domain", domain)}, but ${is("ingress", ingress)}, which blocks requests to a mapped domain: ` +
          `remove it with ${remove("domain")}, or admit them with ${set("ingress", "all")}.`,
      };

/** Docs: https://cloud.google.com/run/docs/container-contract#env-vars */
const environmentIsFree = environmentRule<CloudRunSettings>({
  platform: "Cloud Run",
  variables,
  reserved: /^(PORT|K_SERVICE|K_REVISION|K_CONFIGURATION|X_GOOGLE_.*)$/,
  name: {
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    inWords: "consists of letters, digits and _, and does not begin with a digit",
  },
  secretStore: "Secret Manager",
});

export const rules: readonly Rule[] = [
  processorsExist,
  memoryFitsProcessors,
  workersFit,
  smallInstances,
  gen2NeedsMemory,
  instancesFit,
  corsNeedsPublic,
  invokersRule,
  egressNeedsNetwork,
  domainNeedsIngress,
  environmentIsFree,
  labelsAreFree,
];
