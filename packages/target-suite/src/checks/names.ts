// Resources are named after their deployment, so that two deployments can exist next to each other.
import { breaches, called, givenName, namesFit } from "@modelport/policies";
import { DeploymentRefused } from "@modelport/target-kit";
import type { Check } from "../check.ts";
import { eachVariant } from "../subject.ts";

export const namesFromName: Check = {
  id: "names-from-name",
  title: "every name begins with the deployment's, and no two resources of a type share one",
  run: (subject) =>
    eachVariant(subject, async ({ resources, stack }) => {
      const urns = resources.map(({ urn }) => urn);
      return [
        ...resources
          .filter(({ name }) => name !== stack && !name.startsWith(`${stack}-`))
          .map((resource) => `${called(resource)}: the name must begin with context.name, which is ${stack}.`),
        ...resources
          .filter(({ urn }, index) => urns.indexOf(urn) !== index)
          .map((resource) => `${called(resource)} is declared twice: the engine refuses the second.`),
      ];
    }),
};

export const namesDoNotCollide: Check = {
  id: "names-do-not-collide",
  title: "two deployments next to each other share no name, logical or physical",
  run: (subject) =>
    eachVariant(subject, async (one) => {
      const other = await subject.deployment(one.variant, { environment: "b" });
      return one.resources.flatMap((resource) => {
        const given = givenName(resource);
        if (given === undefined) return [];
        const twin = other.resources.find((each) => {
          const its = each.type === resource.type ? givenName(each) : undefined;
          return its?.name === given.name && its.within === given.within;
        });
        if (twin === undefined) return [];
        return [
          `${called(resource)}: ${given.property} is "${given.name}" in the stack ${one.stack} and in ${other.stack}: ` +
            "derive it from context.name, or leave it to the engine.",
        ];
      });
    }),
};

/** As long as a branch's name may make it: `lambda-pr-1234-...`. */
const LONG_ENVIRONMENT = `pr-${"0123456789".repeat(4)}`;

export const longStackNames: Check = {
  id: "long-stack-names",
  title: "a long stack name gives names that fit, or is refused with a sentence before anything is declared",
  run: (subject) =>
    eachVariant(subject, async ({ variant }) => {
      const { failure, resources, stack } = await subject.deployment(variant, { environment: LONG_ENVIRONMENT });
      if (failure instanceof DeploymentRefused) {
        return resources.length === 0
          ? []
          : [`deploy: the stack ${stack} is refused after ${resources.length} resources were declared.`];
      }
      return breaches(namesFit, resources);
    }),
};
