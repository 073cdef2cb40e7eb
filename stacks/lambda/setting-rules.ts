// What the platform refuses of settings that are each right by themselves, one sentence for each rule.
import { configCommand } from "@modelport/target-kit";
import { functionEnvironment } from "./function-settings.ts";
import { environmentFaults, tagFaults } from "./names.ts";
import type { LambdaSettings } from "./settings.ts";

export interface BrokenRule {
  readonly key: keyof LambdaSettings;
  readonly sentence: string;
}

type Rule = (given: LambdaSettings) => readonly BrokenRule[];

/** The longest that an API waits for the function, in seconds; no raised quota is assumed. A function URL waits as long as it runs. */
export const API_SECONDS = { "http-api": 30, "rest-api": 29 } as const;

const is = (key: keyof LambdaSettings, value: unknown) => `modelport:${key} is ${JSON.stringify(value)}`;

const set = (key: keyof LambdaSettings, value: unknown) => configCommand({ key, value });
const remove = (key: keyof LambdaSettings) => configCommand({ key });

const broken = (key: keyof LambdaSettings, sentence: string): readonly BrokenRule[] => [{ key, sentence }];

const endpointWaits: Rule = ({ endpoint, timeoutSeconds }) => {
  if (endpoint === "function-url" || timeoutSeconds <= API_SECONDS[endpoint]) return [];
  const most = API_SECONDS[endpoint];
  return broken(
    "timeoutSeconds",
    `${is("timeoutSeconds", timeoutSeconds)}, but ${is("endpoint", endpoint)}, which answers 504 after ${most} s: ` +
      `set it with ${set("timeoutSeconds", most)}, or take ${set("endpoint", "function-url")}.`,
  );
};

const throttlesNeedAnApi: Rule = ({ endpoint, throttleRequestsPerSecond, throttleBurst }) => {
  if (endpoint !== "function-url") return [];
  const given = Object.entries({ throttleRequestsPerSecond, throttleBurst }).filter(([, value]) => value !== undefined);
  const [first] = given as [keyof LambdaSettings, number][];
  if (first === undefined) return [];
  const [key, value] = first;
  return broken(
    key,
    `${is(key, value)}, but a function URL has no throttle of its own: ` +
      `take an API with ${set("endpoint", "http-api")}, or remove it with ` +
      `${given.map(([each]) => remove(each as keyof LambdaSettings)).join(" and ")} ` +
      "(modelport:reservedConcurrency limits the instances).",
  );
};

const apisDoNotStream: Rule = ({ endpoint, streaming }) =>
  !streaming || endpoint === "function-url"
    ? []
    : broken(
        "streaming",
        `${is("streaming", streaming)}, but ${is("endpoint", endpoint)}, through which this target does not stream: ` +
          `take ${set("endpoint", "function-url")}, or turn it off with ${set("streaming", false)}.`,
      );

const invokersOfPrivateDoors: Rule = ({ endpoint, public: isPublic, invokers, timeoutSeconds }) => {
  if (invokers.length === 0) return [];
  if (isPublic) {
    return broken(
      "invokers",
      `${is("invokers", invokers)}, but modelport:public is true, so that anybody may ask: ` +
        `let in these alone with ${remove("public")}, or everybody with ${remove("invokers")}.`,
    );
  }
  if (endpoint !== "http-api") return [];
  const orRest = timeoutSeconds <= API_SECONDS["rest-api"] ? `, or ${set("endpoint", "rest-api")}` : "";
  return broken(
    "invokers",
    `${is("invokers", invokers)}, but an HTTP API has no policy that could let another account in: ` +
      `take ${set("endpoint", "function-url")}${orRest}.`,
  );
};

const concurrencyFits: Rule = ({ reservedConcurrency, provisionedConcurrency }) =>
  provisionedConcurrency === undefined ||
  reservedConcurrency === undefined ||
  provisionedConcurrency <= reservedConcurrency
    ? []
    : broken(
        "provisionedConcurrency",
        `${is("provisionedConcurrency", provisionedConcurrency)}, but the function may have at most ` +
          `modelport:reservedConcurrency, which is ${reservedConcurrency}: ` +
          `set that with ${set("reservedConcurrency", provisionedConcurrency)} or to more.`,
      );

const imagesAreOfOneProcessor: Rule = ({ package: kind, architecture }) =>
  kind === "zip" || architecture === "x86_64"
    ? []
    : broken(
        "architecture",
        `${is("architecture", architecture)}, but ${is("package", kind)}, which is built for x86_64 alone: ` +
          `take ${set("package", "zip")}, or remove the processor with ${remove("architecture")}.`,
      );

const vpcNeedsBoth: Rule = ({ subnetIds, securityGroupIds }) => {
  if (subnetIds.length > 0 === securityGroupIds.length > 0) return [];
  const [given, missing, example] =
    subnetIds.length > 0
      ? (["subnetIds", "securityGroupIds", "sg-0123"] as const)
      : (["securityGroupIds", "subnetIds", "subnet-0123"] as const);
  return broken(
    missing,
    `modelport:${given} is given and modelport:${missing} is not, but a VPC takes both or neither: ` +
      `set it, with ids of your own, as in ${set(missing, [example])}, or remove the other with ${remove(given)}.`,
  );
};

const topicsNeedAlarms: Rule = ({ alarms, alarmTopicArn }) =>
  alarms || alarmTopicArn === undefined
    ? []
    : broken(
        "alarmTopicArn",
        `${is("alarmTopicArn", alarmTopicArn)}, but modelport:alarms is false, so that it would hear of nothing: ` +
          `set them with ${set("alarms", true)}, or remove the topic with ${remove("alarmTopicArn")}.`,
      );

const namesAreFree: Rule = (given) => [
  ...environmentFaults(given.environment, functionEnvironment(given, { digest: LONGEST_DIGEST })).map((sentence) => ({
    key: "environment" as const,
    sentence,
  })),
  ...tagFaults(given.tags).map((sentence) => ({ key: "tags" as const, sentence })),
];

const LONGEST_DIGEST = `sha256:${"0".repeat(64)}` as const;

/**
 * The first two are Lambda's, less the group that the target adds (https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html). More callers could pass the
 * 20 KB of a function's policy, in which each has two statements (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
const MOST_ENTRIES = { subnetIds: 16, securityGroupIds: 4, invokers: 20 } as const;

const listsAreShort: Rule = (given) =>
  (["subnetIds", "securityGroupIds", "invokers"] as const).flatMap((key) => {
    const [list, most] = [given[key], MOST_ENTRIES[key]];
    if (list.length <= most) return [];
    const keep = set(key, list.slice(0, most));
    return broken(
      key,
      `modelport:${key} has ${list.length} entries, but it takes at most ${most}: keep the first ${most} with ${keep}.`,
    );
  });

const RULES: readonly Rule[] = [
  endpointWaits,
  throttlesNeedAnApi,
  apisDoNotStream,
  invokersOfPrivateDoors,
  concurrencyFits,
  imagesAreOfOneProcessor,
  vpcNeedsBoth,
  topicsNeedAlarms,
  namesAreFree,
  listsAreShort,
];

/** Every rule that `given` breaks, with the sentence that says what to do. */
export function brokenRules(given: LambdaSettings): readonly BrokenRule[] {
  return RULES.flatMap((rule) => rule(given));
}
