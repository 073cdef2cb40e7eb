// What the schemas of the AWS provider say about single inputs, read type by type for everything that stacks/lambda declares. Files are in
// github.com/hashicorp/terraform-provider-aws, internal/service; `resources.go` is github.com/pulumi/pulumi-aws, provider/resources.go.
import { isObject, mapValues, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Equivalence } from "./behavior.ts";
import { asSet, sets } from "./equivalences.ts";

/** Omitted levels make no difference while the format stays. */
const logLevels: Equivalence = {
  between: (state, given) => {
    if (!isObject(state) || !isObject(given) || state["logFormat"] !== given["logFormat"]) return false;
    return Object.keys({ ...state, ...given }).every(
      (name) => state[name] === given[name] || (name !== "logFormat" && (given[name] ?? null) === null),
    );
  },
  source: "lambda/function.go: suppressLoggingConfigUnspecifiedLogLevels; log_group is Optional and Computed",
};

/** Rules are ordered by priority, and an empty list equals none. */
const lifecycleRules: Equivalence = {
  between: (state, given) => rulesOf(state) === rulesOf(given),
  source: "ecr/lifecycle_policy.go: equivalentLifecyclePolicyJSON",
};

function rulesOf(policy: Value): string {
  const { rules = [] } = JSON.parse(textOf(policy) || "{}") as { rules?: readonly Values[] };
  const inOrder = rules.toSorted((one, other) => Number(one["rulePriority"]) - Number(other["rulePriority"]));
  return JSON.stringify(inOrder.map((rule) => asSet(withoutEmptyLists(rule), false)));
}

const withoutEmptyLists = (rule: Values): Values =>
  mapValues(rule, (part) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).filter(([, inner]) => !Array.isArray(inner) || inner.length > 0))
      : part,
  );

const suppressed = (file: string) => `${file}: SuppressMissingOptionalConfigurationBlock`;

export const awsSchemas: BehaviorTable = {
  "aws:lambda/function:Function": {
    equivalences: {
      loggingConfig: logLevels,
      vpcConfig: sets("lambda/function.go: subnet_ids and security_group_ids are sets", { computed: ["vpcId"] }),
    },
  },
  "aws:lambda/functionUrl:FunctionUrl": { equivalences: { cors: sets("lambda/function_url.go: lists of sets") } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    equivalences: Object.fromEntries(
      ["alarmActions", "okActions", "insufficientDataActions"].map((actions) => [
        actions,
        sets("cloudwatch/metric_alarm.go"),
      ]),
    ),
  },
  "aws:apigatewayv2/api:Api": {
    equivalences: {
      corsConfiguration: sets("apigatewayv2/api.go: StringCaseInsensitiveSetFunc", { anyCase: true }),
    },
  },
  "aws:ecr/repository:Repository": {
    kept: {
      imageScanningConfiguration: suppressed("ecr/repository.go"),
      encryptionConfigurations: suppressed("ecr/repository.go"),
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { equivalences: { policy: lifecycleRules } },
};
