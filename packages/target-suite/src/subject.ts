// Opens a target for its checks: what they read, and deployments that are made once.
import type { RawSettings, Target } from "@modelport/target-kit";
import type { Finding, MockDeployment, Subject, TargetSuite, Variant } from "./check.ts";
import { deployUnderMocks } from "./deploy-under-mocks.ts";

export function openSubject(target: Target, suite: TargetSuite): Subject {
  const deployments = new Map<string, Promise<MockDeployment>>();
  const variants = variantsOf(target, suite);
  return {
    target,
    suite,
    variants,
    deployed: variants,
    deployment: (variant, { environment, preview = false } = {}) => {
      const stack = environment === undefined ? target.name : `${target.name}-${environment}`;
      const key = JSON.stringify([variant.name, stack, preview]);
      const known = deployments.get(key) ?? deployUnderMocks(target, suite, variant, { stack, preview });
      deployments.set(key, known);
      return known;
    },
  };
}

function variantsOf(target: Target, { variants = {} }: TargetSuite): readonly Variant[] {
  const isPublishable = target.settings.some(({ key }) => key === "public");
  const named = Object.entries({ ...(isPublishable ? { public: { public: true } } : {}), ...variants });
  return [{ name: "defaults", settings: {} }, ...named.map(([name, settings]) => ({ name, settings }))];
}

/** `subject`, of which no variant but that of the defaults is deployed. */
export function withDefaultsAlone(subject: Subject): Subject {
  return { ...subject, deployed: subject.variants.slice(0, 1) };
}

/** The deployments that did not fail; the check `deploys` reports the others. */
export async function completeDeployments(subject: Subject): Promise<readonly MockDeployment[]> {
  const all = await Promise.all(subject.deployed.map((variant) => subject.deployment(variant)));
  return all.filter(({ failure }) => failure === undefined);
}

/** The settings of every variant that the target takes; the check `deploys` reports the others. */
export function soundSettings(subject: Subject): readonly Variant[] {
  return subject.variants
    .filter(({ settings }) => isTaken(subject, settings))
    .map(({ name, settings }) => ({ name, settings: { ...subject.suite.settings, ...settings } }));
}

/** Whether the target takes `settings` beside those of every deployment. */
export function isTaken({ target, suite }: Subject, settings: RawSettings): boolean {
  try {
    target.parseSettings({ ...suite.settings, ...settings });
    return true;
  } catch {
    return false;
  }
}

/** Whether the boolean setting `key` is true in `variant`. */
export function isAsked({ target, suite }: Subject, { settings }: Variant, key: string): boolean {
  const parsed = target.parseSettings({ ...suite.settings, ...settings }) as Readonly<Record<string, unknown>>;
  return parsed[key] === true;
}

/** `sentences` without duplicates, in their order. */
export function distinct(sentences: readonly string[]): readonly string[] {
  return [...new Set(sentences)];
}

/** What `look` finds in the variants that deploy, without duplicates. */
export async function eachVariant(
  subject: Subject,
  look: (deployment: MockDeployment) => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  const findings = await Promise.all((await completeDeployments(subject)).map(async (deployment) => look(deployment)));
  return distinct(findings.flat());
}
