// What AWS refuses, or what would not do what it says, of settings that are each valid on their own.
import { tagsAreFree, topicsNeedAlarms } from "@modelport/aws/rules";
import {
  environmentRule,
  FARGATE_SIZES,
  fargateMemory,
  fargateMemoryInWords,
  fargateSize,
  ruleWords,
  type Rule as RuleOf,
} from "@modelport/target-kit";
import { variables } from "./environment.ts";
import { listenerRules } from "./listener-rules.ts";
import type { EcsSettings } from "./settings.ts";
import { cpuFor } from "./sizes.ts";

type Rule = RuleOf<EcsSettings>;

const { is, set, remove } = ruleWords<EcsSettings>();

const processorsExist: Rule = ({ cpu, memoryMiB }) => {
  if (fargateSize(cpu) !== undefined) return {};
  const next = FARGATE_SIZES.find((size) => size.cpu > cpu);
  if (next === undefined) return {};
  const memory = fargateMemory(next, memoryMiB);
  const withMemory = memory === memoryMiB ? "" : ` and its memory with ${set("memoryMiB", memory)}`;
  const all = FARGATE_SIZES.map((size) => size.cpu);
  return {
    cpu:
      `${is("cpu", cpu)}, but Fargate takes ${all.slice(0, -1).join(", ")} or ${all.at(-1)}: ` +
      `set it with ${set("cpu", next.cpu)}${withMemory}.`,
  };
};

const memoryFitsProcessors: Rule = ({ cpu, memoryMiB }) => {
  const size = fargateSize(cpu);
  const fitting = size && fargateMemory(size, memoryMiB);
  if (size === undefined || fitting === undefined || fitting === memoryMiB) return {};
  const larger = cpuFor(memoryMiB, cpu + 1);
  const fitsLarger = larger !== undefined && fargateMemory(fargateSize(larger) ?? size, memoryMiB) === memoryMiB;
  const orMore = memoryMiB > size.mostMiB && fitsLarger ? `, or use ${set("cpu", larger)}` : "";
  return {
    memoryMiB:
      `${is("memoryMiB", memoryMiB)}, but ${is("cpu", cpu)}, with which Fargate takes ${fargateMemoryInWords(size)}: ` +
      `set it with ${set("memoryMiB", fitting)}${orMore}.`,
  };
};

const imagesAreOfOneProcessor: Rule = ({ architecture }) =>
  architecture === "x86_64"
    ? {}
    : {
        architecture:
          `${is("architecture", architecture)}, but the image is built for x86_64 only: ` +
          `remove it with ${remove("architecture")}, or deploy an arm64 package to the target lambda.`,
      };

const tasksFit: Rule = ({ minTasks, maxTasks }) =>
  minTasks <= maxTasks
    ? {}
    : {
        minTasks:
          `${is("minTasks", minTasks)}, but ${is("maxTasks", maxTasks)}: ` +
          `set that to ${minTasks} or more, as in ${set("maxTasks", minTasks)}.`,
      };

/** Docs: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html (at least 3 percent). */
const linearSteps: Rule = ({ deployment, stepPercent }) =>
  deployment !== "linear" || stepPercent >= 3
    ? {}
    : {
        stepPercent:
          `${is("stepPercent", stepPercent)}, but ${is("deployment", deployment)}, whose steps are of at least 3 percent: ` +
          `set it with ${set("stepPercent", 3)}.`,
      };

const shiftsNeedAlarms: Rule = ({ deployment, alarms }) =>
  alarms || deployment === "rolling"
    ? {}
    : {
        alarms:
          `${is("alarms", alarms)}, but ${is("deployment", deployment)}, which the alarms roll back: ` +
          `turn them on with ${set("alarms", true)}, or use ${set("deployment", "rolling")}.`,
      };

/** Docs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html */
const requestsOfOneGroup: Rule = ({ deployment, targetRequestsPerMinute }) =>
  deployment === "rolling" || targetRequestsPerMinute === undefined
    ? {}
    : {
        targetRequestsPerMinute:
          `${is("targetRequestsPerMinute", targetRequestsPerMinute)}, but ${is("deployment", deployment)}, which moves requests to ` +
          `another target group, so that they can no longer be counted: scale on CPU alone with ${remove("targetRequestsPerMinute")}, ` +
          `or use ${set("deployment", "rolling")}.`,
      };

const publicNeedsNoRanges: Rule = ({ public: isPublic, allowedCidrs }) => {
  if (allowedCidrs.length === 0) return {};
  if (isPublic) {
    return {
      allowedCidrs:
        `${is("allowedCidrs", allowedCidrs)}, but modelport:public is true, which opens the endpoint to everyone: ` +
        `remove the ranges with ${remove("allowedCidrs")}, or stay private with ${set("public", false)}.`,
    };
  }
  const wide = allowedCidrs.find((range) => range.endsWith("/0"));
  if (wide === undefined) return {};
  return {
    allowedCidrs:
      `modelport:allowedCidrs has ${wide}, which is everyone: remove the ranges with ${remove("allowedCidrs")}, and set ` +
      `${set("public", true)} if anyone may call the endpoint.`,
  };
};

/** AWS_ and ECS_ are what the agent sets: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const environmentIsFree = environmentRule<EcsSettings>({
  platform: "ECS",
  variables,
  reserved: /^(PORT|AWS_.*|ECS_.*)$/,
  name: {
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    inWords: "consists of letters, digits and _, and does not begin with a digit",
  },
  secretStore: "AWS Secrets Manager",
});

export const rules: readonly Rule[] = [
  processorsExist,
  memoryFitsProcessors,
  imagesAreOfOneProcessor,
  tasksFit,
  linearSteps,
  shiftsNeedAlarms,
  requestsOfOneGroup,
  publicNeedsNoRanges,
  ...listenerRules,
  topicsNeedAlarms,
  environmentIsFree,
  tagsAreFree,
];
