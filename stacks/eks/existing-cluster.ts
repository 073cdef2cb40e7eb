// Which settings an existing cluster leaves to its owner.
import { ruleWords, type Rule } from "@modelport/target-kit";
import { type EksSettings, settings as schema } from "./settings.ts";

const { is, remove } = ruleWords<EksSettings>();

/** What the stack would decide of a cluster of its own. */
const OF_OWN_CLUSTER = [
  "kubernetesVersion",
  "extendedSupport",
  "nodeType",
  "nodes",
  "autoMode",
  "subnetIds",
  "apiCidrs",
  "apiPrivate",
  "apiOpen",
  "adminArns",
  "clusterLogs",
  "logRetentionDays",
  "secretsKeyArn",
  "deletionProtection",
] as const satisfies readonly (keyof EksSettings)[];

export const existingClusterRule: Rule<EksSettings> = (settings) => {
  const { cluster } = settings;
  if (cluster === undefined) return {};
  const usual = schema.parse({});
  return Object.fromEntries(
    OF_OWN_CLUSTER.filter((key) => JSON.stringify(settings[key]) !== JSON.stringify(usual[key])).map((key) => [
      key,
      `${is(key, settings[key])}, but ${is("cluster", cluster)}, whose owner decides that: ` +
        `remove it with ${remove(key)}, or have a cluster of the stack's own with ${remove("cluster")}.`,
    ]),
  );
};
