// What AWS refuses of settings that are each valid on their own.
import { tagsAreFree, topicsNeedAlarms } from "@modelport/aws/rules";
import { environmentRule, invokersRule, ruleWords, type Rule as RuleOf } from "@modelport/target-kit";
import { variables } from "./environment.ts";
import type { LambdaSettings } from "./settings.ts";

type Rule = RuleOf<LambdaSettings>;

const { is, set, remove } = ruleWords<LambdaSettings>();

/** The longest that an API waits for the function, in seconds, under the default quotas. A function URL has no limit of its own. */
export const API_SECONDS = { "http-api": 30, "rest-api": 29 } as const;

const endpointWaits: Rule = ({ endpoint, timeoutSeconds }) => {
  if (endpoint === "function-url" || timeoutSeconds <= API_SECONDS[endpoint]) return {};
  const most = API_SECONDS[endpoint];
  return {
    timeoutSeconds:
      `${is("timeoutSeconds", timeoutSeconds)}, but ${is("endpoint", endpoint)}, which answers 504 after ${most} s: ` +
      `set it with ${set("timeoutSeconds", most)}, or use ${set("endpoint", "function-url")}.`,
  };
};

const throttlesNeedAnApi: Rule = ({ endpoint, throttleRequestsPerSecond, throttleBurst }) => {
  if (endpoint !== "function-url") return {};
  const throttles = { throttleRequestsPerSecond, throttleBurst };
  const given = (["throttleRequestsPerSecond", "throttleBurst"] as const).filter((key) => throttles[key] !== undefined);
  const [key] = given;
  if (key === undefined) return {};
  return {
    [key]:
      `${is(key, throttles[key])}, but a function URL cannot throttle: use an API with ${set("endpoint", "http-api")}, ` +
      `or remove it with ${given.map(remove).join(" and ")} (modelport:reservedConcurrency limits the instances).`,
  };
};

const apisDoNotStream: Rule = ({ endpoint, streaming }) =>
  !streaming || endpoint === "function-url"
    ? {}
    : {
        streaming:
          `${is("streaming", streaming)}, but ${is("endpoint", endpoint)}, through which this target does not stream: ` +
          `use ${set("endpoint", "function-url")}, or turn it off with ${set("streaming", false)}.`,
      };

const invokersOfHttpApis: Rule = ({ endpoint, public: isPublic, invokers, timeoutSeconds }) => {
  if (isPublic || invokers.length === 0 || endpoint !== "http-api") return {};
  const orRest = timeoutSeconds <= API_SECONDS["rest-api"] ? `, or ${set("endpoint", "rest-api")}` : "";
  return {
    invokers:
      `${is("invokers", invokers)}, but an HTTP API has no policy that could admit another account: ` +
      `use ${set("endpoint", "function-url")}${orRest}.`,
  };
};

const concurrencyFits: Rule = ({ reservedConcurrency, provisionedConcurrency }) =>
  provisionedConcurrency === undefined ||
  reservedConcurrency === undefined ||
  provisionedConcurrency <= reservedConcurrency
    ? {}
    : {
        provisionedConcurrency:
          `${is("provisionedConcurrency", provisionedConcurrency)}, but the function may have at most ` +
          `modelport:reservedConcurrency, which is ${reservedConcurrency}: ` +
          `set that to ${provisionedConcurrency} or more, as in ${set("reservedConcurrency", provisionedConcurrency)}.`,
      };

const imagesAreOfOneProcessor: Rule = ({ package: kind, architecture }) =>
  kind === "zip" || architecture === "x86_64"
    ? {}
    : {
        architecture:
          `${is("architecture", architecture)}, but ${is("package", kind)}, which is built for x86_64 only: ` +
          `use ${set("package", "zip")}, or remove the architecture with ${remove("architecture")}.`,
      };

const vpcNeedsBoth: Rule = ({ subnetIds, securityGroupIds }) => {
  if (subnetIds.length > 0 === securityGroupIds.length > 0) return {};
  const [given, missing, example] =
    subnetIds.length > 0
      ? (["subnetIds", "securityGroupIds", "sg-0123"] as const)
      : (["securityGroupIds", "subnetIds", "subnet-0123"] as const);
  return {
    [missing]:
      `modelport:${given} is given and modelport:${missing} is not, but a VPC takes both or neither: ` +
      `set it, with ids of your own, as in ${set(missing, [example])}, or remove the other with ${remove(given)}.`,
  };
};

/** Docs: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const environmentIsFree = environmentRule<LambdaSettings>({
  platform: "Lambda",
  variables,
  reserved: /^(AWS_|LAMBDA_|_)/,
  name: { pattern: /^[A-Za-z][A-Za-z0-9_]+$/, inWords: "begins with a letter, followed by letters, digits or _" },
  secretStore: "AWS Secrets Manager",
  // Measured as JSON: Lambda's refusal repeats the "string measured".
  mostBytes: 4096,
});

/**
 * The first two are Lambda's, less the group that the target adds (https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html). More callers could exceed the
 * 20 KB of a function's policy, in which each has two statements (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
const MOST_ENTRIES = { subnetIds: 16, securityGroupIds: 4, invokers: 20 } as const;

const listsAreShort: Rule = (given) => {
  const tooLong = (["subnetIds", "securityGroupIds", "invokers"] as const).filter(
    (key) => given[key].length > MOST_ENTRIES[key],
  );
  return Object.fromEntries(
    tooLong.map((key) => {
      const [list, most] = [given[key], MOST_ENTRIES[key]];
      const keep = set(key, list.slice(0, most));
      return [
        key,
        `modelport:${key} has ${list.length} entries, but it takes at most ${most}: keep the first ${most} with ${keep}.`,
      ];
    }),
  );
};

export const rules: readonly Rule[] = [
  endpointWaits,
  throttlesNeedAnApi,
  apisDoNotStream,
  invokersRule,
  invokersOfHttpApis,
  concurrencyFits,
  imagesAreOfOneProcessor,
  vpcNeedsBoth,
  topicsNeedAlarms,
  environmentIsFree,
  tagsAreFree,
  listsAreShort,
];
