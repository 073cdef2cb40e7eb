// What a deployment declares as a whole: that it succeeds, and the parent of each resource.
import { called, type DeclaredResource, membersOf } from "@modelport/policies";
import type { Check, Finding } from "../check.ts";
import { gapIn, UNKNOWN } from "../plain-inputs.ts";
import { distinct, eachVariant } from "../subject.ts";

export const deploys: Check = {
  id: "deploys",
  title: "every variant of the settings deploys, in an up and in a preview",
  run: async (subject) => {
    const runs = subject.deployed.flatMap((variant) => [
      subject.deployment(variant),
      subject.deployment(variant, { preview: true }),
    ]);
    const failed = (await Promise.all(runs)).filter(({ failure }) => failure !== undefined);
    return distinct(failed.map(({ variant, failure }) => `deploy (${variant.name}): ${messageOf(failure)}`));
  },
};

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

export const previewAgrees: Check = {
  id: "preview-agrees",
  title: "a preview, in which outputs are unknown, declares what an up declares",
  run: (subject) =>
    eachVariant(subject, async (up) => {
      const preview = await subject.deployment(up.variant, { preview: true });
      if (preview.failure !== undefined) return [];
      const seen = new Set(preview.resources.map(({ urn }) => urn));
      const made = new Set(up.resources.map(({ urn }) => urn));
      return [
        ...up.resources
          .filter(({ urn }) => !seen.has(urn))
          .map(
            (resource) =>
              `${called(resource)} is declared in an up and not in a preview: declare it outside of apply().`,
          ),
        ...preview.resources
          .filter(({ urn }) => !made.has(urn))
          .map(
            (resource) => `${called(resource)} is declared in a preview and not in an up: branch on settings alone.`,
          ),
        ...preview.resources.flatMap((resource) =>
          lostInputs(
            resource,
            up.resources.find(({ urn }) => urn === resource.urn),
          ),
        ),
      ];
    }),
};

/** Inputs that wait for an output in a preview and are left out in an up: the output's name is wrong, or nothing computes it. */
function lostInputs(preview: DeclaredResource, up: DeclaredResource | undefined): readonly Finding[] {
  return Object.entries(preview.inputs)
    .filter(([key, value]) => value === UNKNOWN && up !== undefined && up.inputs[key] === undefined)
    .map(
      ([key]) =>
        `${called(preview)}: ${key} is an output of another resource in a preview and not set in an up: ` +
        "is the output's name right? If it is, give its value in the suite's `computed`.",
    );
}

export const valuesSettled: Check = {
  id: "values-settled",
  title: "no input has the text of a missing value or of an unresolved output in it",
  run: (subject) =>
    eachVariant(subject, ({ resources }) =>
      resources.filter(({ isComponent }) => !isComponent).flatMap((resource) => gapsIn(resource)),
    ),
};

function gapsIn(resource: DeclaredResource): readonly Finding[] {
  return (
    membersOf(resource)
      // The provider of a dynamic resource is a program, which may contain such words.
      .filter(({ key }) => key !== "__provider")
      .map(({ path, value }) => ({ path, gap: gapIn(value) }))
      .filter(({ gap }) => gap !== undefined)
      .map(
        ({ path, gap }) =>
          `${called(resource)}: ${path} has "${gap}" in it, where a value is missing: use pulumi.interpolate, an output ` +
          "that the resource has, and the suite's `computed` for one that the suite cannot know.",
      )
  );
}

export const childrenHaveParents: Check = {
  id: "children-have-parents",
  title: "every resource is the child of one of the target's components",
  run: (subject) =>
    eachVariant(subject, async ({ resources }) => {
      const components = new Set(resources.filter(({ isComponent }) => isComponent).map(({ urn }) => urn));
      return resources
        .filter(({ isComponent, parent }) => !isComponent && !components.has(parent ?? ""))
        .map((resource) => `${called(resource)} has no component as its parent: give it { parent: this }.`);
    }),
};

export const typeTokens: Check = {
  id: "type-tokens",
  title: "every component has a type of the form modelport:<target>:<Noun>, and one carries the stack's name",
  run: (subject) =>
    eachVariant(subject, async ({ resources, stack }) => {
      const token = new RegExp(`^modelport:${subject.target.name}:[A-Z][A-Za-z0-9]*$`);
      const components = resources.filter(({ isComponent }) => isComponent);
      return [
        ...components
          .filter(({ type }) => !token.test(type))
          .map(
            (component) => `${called(component)}: the type must have the form modelport:${subject.target.name}:<Noun>.`,
          ),
        ...(components.some(({ name, parent }) => name === stack && parent === undefined)
          ? []
          : [`deploy: no component is named \`${stack}\`, as the stack is: name the outermost one context.name.`]),
      ];
    }),
};
