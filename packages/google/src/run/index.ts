// What services and functions of Cloud Run share, for settings, rules and estimates. Without Pulumi: a page imports it too.
export { requestLines, runLines } from "./cost.ts";
export { runDefaults } from "./defaults.ts";
export { MOST_REQUEST_BYTES, runTimeouts, runVariables } from "./environment.ts";
export { quoted, requestAllowances, requestPrices, requestPricesElsewhere, requestsCovered, tier1 } from "./prices.ts";
export { runEnvironmentRule, runRules } from "./rules.ts";
export { runSettings, type RunSettings } from "./settings.ts";
export { settingsFor, USUAL } from "./sizes.ts";
export { BILLED_STEP_SECONDS, type Instances, instancesFor, workedSeconds } from "./usage.ts";
