// The stack file of an option: the settings that its estimate is for, so that `up` deploys what was advised.
import { type Analysis, settingsFor } from "@modelport/advising";
import { stringify } from "yaml";

type Option = Analysis["options"][number];

/** The text of `Pulumi.<target>.yaml`. */
export function stackFileText({ target, estimate }: Option, { requirements, basis }: Analysis): string {
  const { requestsPerMonth, durationMs, budgetUsd } = requirements;
  const own = {
    ...settingsFor(target, requirements, basis),
    requestsPerMonth,
    durationMs,
    ...(budgetUsd !== undefined && { budgetUsd }),
  };
  const config = {
    ...(target.provider !== undefined && { [target.provider.regionKey]: estimate.region }),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`modelport:${key}`, value])),
  };
  return `# The settings that modelport advise recommends; the others keep their defaults.\n${stringify({ config })}`;
}
