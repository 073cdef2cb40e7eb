// What a target says about settings that it refuses: sentences with commands that repair them.
import type { Check, Subject } from "../check.ts";
import { faultyRemedies, sentencesOf } from "../remedies.ts";

export const remediesHelp: Check = {
  id: "remedies-help",
  title: "each command in the sentence of a refusal does what it says",
  readsTargetAlone: true,
  isCostly: true,
  run: async ({ target, suite: { refused = [] } }) =>
    refused.flatMap((raw) =>
      sentencesOf(target, raw).length === 0
        ? [`settings.ts: ${JSON.stringify(raw)} is taken, but the suite has it among the refused: remove it there.`]
        : faultyRemedies(target, raw),
    ),
};

/** The refused settings of the suite, each with the sentences about it. */
export function refusalsText({ target, suite: { refused = [] } }: Subject): string {
  const refusals = refused.map((raw) =>
    [JSON.stringify(raw), ...sentencesOf(target, raw).map((sentence) => `  ${sentence}`)].join("\n"),
  );
  return `${refusals.join("\n\n")}\n`;
}
