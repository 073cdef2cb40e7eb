// What becomes of the declared resources in clouds that answer, keep, suppress and refuse: see tools/offline, ADR 0038.
import type { RawSettings } from "@modelport/target-kit";
import { called } from "@modelport/policies";
import type { Check, Finding, MockDeployment, RegisteredResource, Subject } from "../check.ts";
import { differencesBetween, type CloudDifference } from "../cloud-difference.ts";
import { type CloudObject, openStack, type Stack, standIns, type Step } from "../stack-in-process.ts";
import { distinct, eachVariant, soundSettings } from "../subject.ts";

const MOST_CHARACTERS = 100;

const named = ({ type, name }: Pick<Step, "type" | "name">): string => `${type} \`${name}\``;

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}

export const cloudsTakeIt: Check = {
  id: "clouds-take-it",
  title: "a cloud takes every variant at the first `up`",
  isCostly: true,
  run: (subject) =>
    eachSettings(subject, async ({ stack, title, settings }) => {
      const { deployment } = await stack.up(settings);
      return deployment.failure === undefined ? [] : [`up (${title}): ${messageOf(deployment)}`];
    }),
};

export const secondUpSame: Check = {
  id: "second-up-same",
  title: "a second `up` of any variant changes nothing",
  isCostly: true,
  run: (subject) =>
    eachSettings(subject, async ({ stack, settings }) => {
      await stack.up(settings);
      const { steps } = await stack.up(settings);
      return steps.map(
        (step) =>
          `${named(step)}: a second \`up\` would ${step.op} it, because of ${step.diff.join(", ")}: ` +
          `declare it as the cloud gives it back, which is ${shown(step.answer)}.`,
      );
    }),
};

export const removedSettingsGone: Check = {
  id: "removed-settings-gone",
  title: "a setting that is removed again leaves the cloud as if it had never been set",
  isCostly: true,
  run: async (subject) => [
    ...(await eachSettings(subject, async ({ stack, title, settings }) => {
      await stack.up(settings);
      const found = await remainders(subject, stack, {}, title);
      const { steps } = await stack.up({});
      return [
        ...found,
        ...steps.map((step) => `${named(step)}: after ${title} every \`up\` ${step.op}s it, because of ${step.diff.join(", ")}.`),
      ];
    })),
    ...(await eachSample(subject)),
  ],
};

/** Every variant that the target takes, each in clouds of its own. */
async function eachSettings(
  subject: Subject,
  look: (run: { stack: Stack; title: string; settings: RawSettings }) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { name: title, settings } of soundSettings(subject)) {
    findings.push(...(await look({ stack: await openStack(subject), title, settings })));
  }
  return distinct(findings);
}

/** Each setting alone, beside the defaults and in its contexts: set, and removed again. */
async function eachSample(subject: Subject): Promise<readonly Finding[]> {
  const { target, suite } = subject;
  const { samples = {}, contexts = {} } = suite;
  if (suite.samples === undefined) return [];
  const findings: Finding[] = [];
  const tried = new Set<string>();
  const everywhere = { defaults: { settings: {}, samples: Object.keys(samples) }, ...contexts };
  for (const [context, { settings: base, samples: keys }] of Object.entries(everywhere)) {
    let stack: Stack | undefined;
    for (const key of keys.filter((name) => isTaken(subject, { ...base, ...samples[name] }))) {
      tried.add(key);
      stack ??= await openWith(subject, base);
      const { deployment } = await stack.up({ ...base, ...samples[key] });
      const title = `${key} (${context})`;
      const found =
        deployment.failure === undefined
          ? await remainders(subject, stack, base, title)
          : [`up (${title}): ${messageOf(deployment)}`];
      findings.push(...found);
      // What is left of one setting must not be found again after the next.
      if (found.length > 0) stack = undefined;
    }
  }
  const missing = target.settings.filter(({ key }) => !tried.has(key));
  return [
    ...distinct(findings),
    ...missing.map(({ key }) => `The suite has no sample of the setting ${key} that the target takes: give one.`),
  ];
}

async function openWith(subject: Subject, settings: RawSettings): Promise<Stack> {
  const stack = await openStack(subject);
  await stack.up(settings);
  return stack;
}

function isTaken({ target, suite }: Subject, settings: RawSettings): boolean {
  try {
    target.parseSettings({ ...suite.settings, ...settings });
    return true;
  } catch {
    return false;
  }
}

const untouched = new WeakMap<Subject, Map<string, Promise<readonly CloudObject[]>>>();

/** A cloud in which nothing but `settings` has ever been. */
function cloudOf(subject: Subject, settings: RawSettings): Promise<readonly CloudObject[]> {
  const known = untouched.get(subject) ?? new Map<string, Promise<readonly CloudObject[]>>();
  untouched.set(subject, known);
  const key = JSON.stringify(settings);
  const made = known.get(key) ?? openStack(subject).then((stack) => stack.up(settings).then(() => stack.cloud()));
  known.set(key, made);
  return made;
}

/** What is still there of `title` after an `up` with `base`. */
async function remainders(
  subject: Subject,
  stack: Stack,
  base: RawSettings,
  title: string,
): Promise<readonly Finding[]> {
  const { deployment } = await stack.up(base);
  if (deployment.failure !== undefined) return [`up (after ${title}): ${messageOf(deployment)}`];
  const differences = differencesBetween(await stack.cloud(), await cloudOf(subject, base));
  return differences.map((difference) => remainder(difference, title));
}

function remainder({ object, path, actual, expected }: CloudDifference, title: string): Finding {
  if (path === undefined && expected === undefined) {
    return `${named(object)}: it is still in the cloud after ${title} was removed again, and no state knows it.`;
  }
  if (path === undefined) return `${named(object)}: it is gone from the cloud after ${title} was removed again.`;
  return (
    `${named(object)}: ${path} is still ${shown(actual)} after ${title} was removed again, and would be ${shown(expected)} ` +
    "without it: leaving an input out does not remove it; declare its default, or make it a resource of its own."
  );
}

function messageOf({ failure }: MockDeployment): string {
  return failure instanceof Error ? failure.message : String(failure);
}

export const editsOrdered: Check = {
  id: "edits-ordered",
  title: "resources that change the same thing, which takes one change at a time, wait for each other",
  run: async (subject) => {
    const { editOf } = await standIns();
    return eachVariant(subject, ({ resources }) => {
      const edits = resources.flatMap((resource) => {
        const edit = editOf(resource.type, resource.inputs);
        return edit === undefined ? [] : [{ resource, ...edit }];
      });
      return edits.flatMap(({ resource, thing, called: what }, index) => {
        const beside = edits
          .slice(0, index)
          .find((other) => other.thing === thing && !isOrdered(resource, other.resource, resources));
        if (beside === undefined) return [];
        return [
          `${called(resource)} and ${called(beside.resource)} both change ${what} \`${thing}\`, which takes one change at a time ` +
            "(409): let one wait for the other with { dependsOn }.",
        ];
      });
    });
  },
};

function isOrdered(one: RegisteredResource, other: RegisteredResource, all: readonly RegisteredResource[]): boolean {
  return waitsFor(one, other, all) || waitsFor(other, one, all);
}

function waitsFor(
  one: RegisteredResource,
  other: RegisteredResource,
  all: readonly RegisteredResource[],
  seen = new Set<string>(),
): boolean {
  if (one.dependencies.includes(other.urn)) return true;
  seen.add(one.urn);
  return all.some(({ urn, ...next }) => {
    if (seen.has(urn) || !one.dependencies.includes(urn)) return false;
    return waitsFor({ urn, ...next }, other, all, seen);
  });
}
