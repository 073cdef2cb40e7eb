export {
  appEnvironment,
  appVariables,
  fixedVariable,
  timeoutVariables,
  workersFor,
  workersVariable,
} from "./app-environment.ts";
export type { AppVariables } from "./app-environment.ts";
export { appSettings, textMap } from "./app-settings.ts";
export { atRate, erlangC, instancesAt, monthlyMean, p99WaitSeconds, periodsOf } from "./capacity.ts";
export type { Load, Period, Scaling } from "./capacity.ts";
export { budgetWarnings, estimateSettingsOf, regionOf } from "./budget.ts";
export { configCommand } from "./config-command.ts";
export { fixedLine, isTotalKnown, totalUsdPerMonth, usageLine } from "./cost.ts";
export type { Allowance, Allowances, CostLine, Price, PriceBook, PriceGrade } from "./cost.ts";
export { environmentRule } from "./environment-rule.ts";
export { assumedWorkload, ESTIMATE_KEYS } from "./estimate-settings.ts";
export type { EstimateSettings } from "./estimate-settings.ts";
export { datedFacts, factsRead } from "./facts.ts";
export { FARGATE_SIZES, fargateMemory, fargateMemoryInWords, fargateSize } from "./fargate-sizes.ts";
export type { Deploy, DeployableArtifact, DeployContext } from "./deployment.ts";
export type { Fact, Facts, Limits, Offers, Qualities } from "./facts.ts";
export { GEN2_LEAST_MEMORY_MIB, MEMORY_FOR_VCPUS } from "./google-containers.ts";
export { invokersRule } from "./invokers-rule.ts";
export { LOG_RETENTION_DAYS } from "./log-retention.ts";
export { DAYS_PER_MONTH, gibPerMonth, HOURS_PER_MONTH, loggedBytes, SECONDS_PER_MONTH } from "./month.ts";
export { nearestKey } from "./nearest-key.ts";
export { oncePerObject, oncePerValue } from "./once.ts";
export { ownershipTags, tagFaults } from "./ownership.ts";
export { committedPrices, elsewhere, priceList } from "./price-list.ts";
export type { Discount } from "./price-list.ts";
export { awsProfile, impersonated, providersOwn } from "./provider-account.ts";
export { DeploymentRefused } from "./refusal.ts";
export { parseRequestAuth, REQUEST_AUTH_TEXTS, requestAuthText } from "./request-auth.ts";
export type { RequestAuth } from "./request-auth.ts";
export { ruleWords } from "./rules.ts";
export type { Rule } from "./rules.ts";
export { holdsSecret } from "./secrets.ts";
export type { SettingReference } from "./setting-schema.ts";
export { SettingsError, settingsOf } from "./settings.ts";
export type { RawSettings } from "./settings.ts";
export { leastLines, sharesOf, sumOfLines } from "./sharing.ts";
export { accessWarnings, commonOutputs, stackOutputs } from "./stack-outputs.ts";
export { parseStackName, resolveTarget } from "./stack-name.ts";
export { SWITCH_NAMES } from "./switches.ts";
export type { Switch, Switches, SwitchName } from "./switches.ts";
export { defineTarget } from "./target.ts";
export type { ArtifactKind, CostInputs, CostOptions, InstanceSize, Needs, Provider, Sizes, Target } from "./target.ts";
export { noTimeouts, serverTimeouts, timeoutFaults, timeoutsEnvironment } from "./timeouts.ts";
export type { Timeouts } from "./timeouts.ts";
export { workersFit } from "./workers-rule.ts";
export type { Workload } from "./workload.ts";
