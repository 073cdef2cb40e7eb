// What settings that were removed leave in the cloud.
import type { RawSettings } from "@modelport/target-kit";
import type { Finding, MockDeployment, Subject } from "./check.ts";
import { differencesBetween, type CloudDifference } from "./cloud-difference.ts";
import type { CloudView, InProcessStep } from "@modelport/offline-engine/in-process";
import { type Place, placesOf } from "./samples.ts";
import { openStack, type Stack } from "./stack-in-process.ts";
import { distinct } from "./subject.ts";

const MOST_CHARACTERS = 100;

export const named = ({ type, name }: Pick<InProcessStep, "type" | "name">): string => `${type} \`${name}\``;

export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text;
}

/** What is left of `from` after an `up` with `to`, as sentences. */
export async function leftAfterChange(
  subject: Subject,
  from: RawSettings,
  to: RawSettings,
): Promise<readonly Finding[]> {
  return remainders(subject, await openWith(subject, from), to, JSON.stringify(from));
}

/** Sets each setting, with the defaults and in its contexts, and removes it again. */
export async function samplesLeft(subject: Subject): Promise<readonly Finding[]> {
  if (subject.suite.samples === undefined) return [];
  const findings: Finding[] = [];
  const stacks = new Map<string, Stack>();
  const places = placesOf(subject);
  for (const { place, base, key, sample } of places) {
    if (subject.suite.irreversible?.[key] !== undefined) {
      findings.push(...(await irreversibleFaults(subject, { key, base, sample })));
      continue;
    }
    const stack = stacks.get(place) ?? (await openWith(subject, base));
    stacks.set(place, stack);
    const { deployment } = await stack.up({ ...base, ...sample });
    const title = `${key} (${place})`;
    const found =
      deployment.failure === undefined
        ? await remainders(subject, stack, base, title)
        : [`up (${title}): ${messageOf(deployment)}`];
    findings.push(...found);
    // What one setting leaves must not be found again after the next.
    if (found.length > 0) stacks.delete(place);
  }
  const { unavailable = {} } = subject.suite;
  const missing = subject.target.settings.filter(
    ({ key }) => !Object.hasOwn(unavailable, key) && !places.some((place) => place.key === key),
  );
  return [
    ...distinct(findings),
    ...missing.map(({ key }) => `The suite has no sample of the setting ${key} that the target takes: give one.`),
  ];
}

/** A deployment with the sample must be taken, and one without it refused by the cloud. */
async function irreversibleFaults(
  subject: Subject,
  { key, base, sample }: Pick<Place, "key" | "base" | "sample">,
): Promise<readonly Finding[]> {
  const stack = openStack(subject);
  const { deployment } = await stack.up({ ...base, ...sample });
  if (deployment.failure !== undefined) return [`up (${key}): ${messageOf(deployment)}`];
  const back = await stack.up(base);
  return back.deployment.failure === undefined
    ? [`The suite has ${key} as irreversible, but the cloud takes it back: remove it there.`]
    : [];
}

async function openWith(subject: Subject, settings: RawSettings): Promise<Stack> {
  const stack = openStack(subject);
  await stack.up(settings);
  return stack;
}

const untouched = new WeakMap<Subject, Map<string, Promise<readonly CloudView[]>>>();

/** A cloud in which only `settings` have ever been deployed. */
function cloudOf(subject: Subject, settings: RawSettings): Promise<readonly CloudView[]> {
  const known = untouched.get(subject) ?? new Map<string, Promise<readonly CloudView[]>>();
  untouched.set(subject, known);
  const key = JSON.stringify(settings);
  const made = known.get(key) ?? madeAnew(subject, settings);
  known.set(key, made);
  return made;
}

async function madeAnew(subject: Subject, settings: RawSettings): Promise<readonly CloudView[]> {
  const stack = openStack(subject);
  await stack.up(settings);
  return stack.cloud();
}

/** What is left of `title` after an `up` with `base`. */
export async function remainders(
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
  const remedy = path.startsWith("asDeployed")
    ? "what is no longer declared is deleted after the new deployment was made: declare it in every case, with what is due"
    : "leaving an input out does not remove it: declare its default, or make it a resource of its own";
  return (
    `${named(object)}: ${path} is still ${shown(actual)} after ${title} was removed again, and would be ${shown(expected)} ` +
    `without it; ${remedy}.`
  );
}

/** The message of the provider, without the path that Pulumi puts in front of it. */
export function messageOf({ failure }: MockDeployment): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  return message.replace(/^(error serializing property "\w+": )+/, "");
}
