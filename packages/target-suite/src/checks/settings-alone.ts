// One setting changed alone must fit the defaults of all others.
import type { RawSettings, SettingReference, Target } from "@modelport/target-kit";
import type { Check, Finding, Subject } from "../check.ts";

export const settingsAlone: Check = {
  id: "settings-alone",
  title: "each setting, changed alone to each of its values, fits the defaults of the others",
  readsTargetAlone: true,
  run: async (subject) => subject.target.settings.flatMap((setting) => faultsOf(setting, subject)),
};

function faultsOf({ key, edges }: SettingReference, { target, suite }: Subject): readonly Finding[] {
  const sample = suite.samples?.[key]?.[key];
  const values = [...edges, ...(sample === undefined ? [] : [sample]), ...(suite.values?.[key] ?? [])];
  if (values.length === 0)
    return [`settings.ts: no value of ${key} is known: give one as samples.${key} of the suite.`];
  const refused = values.flatMap((value) => {
    const sentence = refusalOf(target, { ...suite.settings, [key]: value });
    return sentence === undefined ? [] : [{ value, sentence }];
  });
  if (suite.unavailable?.[key] !== undefined) return unavailableFaults(key, values.length - refused.length);
  const reason = suite.decidedTogether?.[key];
  if (reason === undefined) {
    return refused.map(
      ({ value, sentence }) =>
        `settings.ts: with ${key} ${JSON.stringify(value)} alone it says "${sentence}", but nothing else is set: give the other ` +
        `setting a default that fits in defaultsFor, or say as decidedTogether.${key} of the suite why only the user can choose it.`,
    );
  }
  return refused.length > 0
    ? []
    : [`settings.ts: decidedTogether of the suite has ${key}, but each of its values is taken alone: remove it there.`];
}

function unavailableFaults(key: string, taken: number): readonly Finding[] {
  if (taken === 1) return [];
  return [`settings.ts: unavailable of the suite has ${key}, but ${taken} of its values are taken: remove it there.`];
}

function refusalOf(target: Target, raw: RawSettings): string | undefined {
  try {
    target.parseSettings(raw);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
