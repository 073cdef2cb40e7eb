// A setting that changes nothing is a promise that nobody keeps.
import type { RawSettings } from "@modelport/target-kit";
import type { Check, Finding, Subject } from "../check.ts";
import { placesOf } from "../samples.ts";
import { isTaken } from "../subject.ts";

export const settingsUsed: Check = {
  id: "settings-used",
  title: "each setting changes what is declared, in each place where the suite tries it",
  isCostly: true,
  run: async (subject) => {
    const findings: Finding[] = [];
    for (const { place, base, key, sample } of placesOf(subject)) {
      const { [key]: value, ...others } = sample;
      // The settings that the sample needs with it do not count, if the target takes them without it.
      const before = isTaken(subject, { ...base, ...others }) ? { ...base, ...others } : base;
      if ((await drawn(subject, before)) !== (await drawn(subject, { ...base, ...sample }))) continue;
      findings.push(
        `settings.ts: ${key} ${JSON.stringify(value)} (${place}) changes nothing that deploy declares: use it, or remove it.`,
      );
    }
    return findings;
  },
};

async function drawn(subject: Subject, settings: RawSettings): Promise<string> {
  const { resources, outputs } = await subject.deployment({ name: JSON.stringify(settings), settings });
  // Components are left out: an argument of theirs is used only if a resource has it.
  const declared = resources.filter(({ isComponent }) => !isComponent);
  return JSON.stringify([declared.map(({ type, name, inputs }) => ({ type, name, inputs })), outputs]);
}
