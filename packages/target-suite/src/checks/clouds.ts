// What happens to the declared resources in stand-in clouds: docs/adr/0038.
import type { RawSettings } from "@modelport/target-kit";
import type { Check, Finding, Subject } from "../check.ts";
import { messageOf, named, remainders, samplesLeft, shown } from "../left-in-cloud.ts";
import { openStack } from "../stack-in-process.ts";
import { completeDeployments, distinct, soundSettings } from "../subject.ts";

export const cloudsTakeIt: Check = {
  id: "clouds-take-it",
  title: "a cloud takes every variant at the first `up`",
  isCostly: true,
  run: async (subject) => distinct((await runsOf(subject)).flatMap(({ failure }) => failure ?? [])),
};

export const secondUpSame: Check = {
  id: "second-up-same",
  title: "a second `up` of any variant changes nothing",
  isCostly: true,
  run: async (subject) => distinct((await runsOf(subject)).flatMap(({ again }) => again)),
};

export const variantsLeaveNothing: Check = {
  id: "variants-leave-nothing",
  title: "after an `up` with the defaults, the cloud is as if the variant had never been deployed",
  isCostly: true,
  run: async (subject) => distinct((await runsOf(subject)).flatMap(({ after }) => after)),
};

export const removedSettingsGone: Check = {
  id: "removed-settings-gone",
  title: "a setting that is removed again leaves the cloud as if it had never been set",
  isCostly: true,
  run: samplesLeft,
};

/** What the clouds did with one variant. */
interface Run {
  /** Why they did not take it. */
  readonly failure: Finding | undefined;
  /** What a second `up` changed. */
  readonly again: readonly Finding[];
  /** What was left of it after an `up` with the defaults, and what the next `up` changed. */
  readonly after: readonly Finding[];
}

const runs = new WeakMap<Subject, Promise<readonly Run[]>>();

/** Every variant that deploys under mocks, each in its own clouds; three checks read them. */
function runsOf(subject: Subject): Promise<readonly Run[]> {
  const known = runs.get(subject) ?? runAll(subject);
  runs.set(subject, known);
  return known;
}

async function runAll(subject: Subject): Promise<readonly Run[]> {
  const made: Run[] = [];
  const variants = await completeDeployments(subject);
  for (const { name, settings } of soundSettings(subject)) {
    if (variants.some(({ variant }) => variant.name === name)) made.push(await runOf(subject, name, settings));
  }
  return made;
}

async function runOf(subject: Subject, title: string, settings: RawSettings): Promise<Run> {
  const stack = openStack(subject);
  const { deployment } = await stack.up(settings);
  if (deployment.failure !== undefined) {
    return { failure: `up (${title}): ${messageOf(deployment)}`, again: [], after: [] };
  }
  const again = await stack.up(settings);
  const { irreversible = {} } = subject.suite;
  const isOneWay = Object.keys(settings).some((key) => Object.hasOwn(irreversible, key));
  const left = isOneWay ? [] : await remainders(subject, stack, {}, title);
  const { steps } = isOneWay ? { steps: [] } : await stack.up({});
  return {
    failure: undefined,
    again: again.steps.map(
      (step) =>
        `${named(step)}: a second \`up\` ${step.op}s it, because of ${step.diff.join(", ")}: ` +
        `declare it as the cloud gives it back, which is ${shown(step.answer)}.`,
    ),
    after: [
      ...left,
      ...steps.map(
        (step) => `${named(step)}: after ${title} every \`up\` ${step.op}s it, because of ${step.diff.join(", ")}.`,
      ),
    ],
  };
}
