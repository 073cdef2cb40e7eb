// The stack file of an option: the settings that its estimate is for, so that `up` deploys what was advised.
import { type Analysis, homeOf, settingsFor } from "@modelport/advising";
import { stringify } from "yaml";

type Option = Analysis["options"][number];

/** The text of `Pulumi.<target>.yaml`. */
export function stackFileText({ target, estimate }: Option, { requirements, basis }: Analysis): string {
  const { requestsPerMonth, durationMs, budgetUsd } = requirements;
  const listed = settingsFor(target, requirements, basis);
  const region = homeOf(target, requirements);
  const own = {
    ...(basis.spot === true ? (target.switches.spot?.settings?.(listed) ?? listed) : listed),
    requestsPerMonth,
    durationMs,
    ...(budgetUsd !== undefined && { budgetUsd }),
  };
  const config = {
    ...(target.provider !== undefined && { [target.provider.regionKey]: region }),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`modelport:${key}`, value])),
  };
  const prices =
    region === estimate.region
      ? ""
      : `# The estimate takes the prices of ${estimate.region}, because none are known of ${region}.\n`;
  return `# The settings that modelport advise recommends; the others keep their defaults.\n${prices}${stringify({ config })}`;
}
