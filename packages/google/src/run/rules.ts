// What Cloud Run refuses, or silently ignores, of settings that are each valid on their own.
import {
  type AppVariables,
  environmentRule,
  invokersRule,
  MEMORY_FOR_VCPUS,
  type Rule as RuleOf,
  ruleWords,
  workersFit,
} from "@modelport/target-kit";
import { labelsAreFree } from "../rules.ts";
import type { RunSettings } from "./settings.ts";

type Rule = RuleOf<RunSettings>;

const { is, set, remove } = ruleWords<RunSettings>();

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

/** https://cloud.google.com/run/docs/configuring/services/cpu, "the following requirements" below a whole vCPU. */
const oneRequestBelowOneVcpu: Rule = ({ vcpus, concurrency }) =>
  vcpus >= 1 || concurrency === 1
    ? {}
    : {
        concurrency:
          `${is("concurrency", concurrency)}, but ${is("vcpus", vcpus)}: below 1 vCPU Cloud Run sends an instance one request at a time; ` +
          `set it with ${set("concurrency", 1)}, or use ${set("vcpus", 1)}.`,
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

export const runRules: readonly Rule[] = [
  processorsExist,
  memoryFitsProcessors,
  workersFit,
  oneRequestBelowOneVcpu,
  instancesFit,
  corsNeedsPublic,
  invokersRule,
  egressNeedsNetwork,
  domainNeedsIngress,
  labelsAreFree,
];

/**
 * The rule about `environment` for a target that sets `variables` itself; `further` are names that are taken beside those of
 * https://cloud.google.com/run/docs/container-contract#env-vars.
 */
export function runEnvironmentRule<S extends RunSettings>(
  variables: AppVariables<S>,
  further: readonly string[] = [],
): RuleOf<S> {
  const taken = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION", "X_GOOGLE_.*", ...further];
  return environmentRule<S>({
    platform: "Cloud Run",
    variables,
    reserved: new RegExp(`^(${taken.join("|")})$`),
    name: {
      pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
      inWords: "consists of letters, digits and _, and does not begin with a digit",
    },
    secretStore: "Secret Manager",
  });
}
