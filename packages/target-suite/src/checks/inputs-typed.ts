// Checks inputs against the SDK's types at run time: the compiler does not see what `as` or a spread hides.
import { inputFaults } from "@modelport/sdk-schema";
import { called } from "@modelport/policies";
import type { Check } from "../check.ts";
import { eachVariant } from "../subject.ts";

const clouds = /^(aws|gcp|azure-native|kubernetes|docker-build):/;

export const inputsTyped: Check = {
  id: "inputs-typed",
  title: "no input is misspelled, missing or of another type than the installed SDK declares",
  run: (subject) =>
    eachVariant(subject, async ({ resources }) => {
      const judged = resources
        .filter(({ type }) => clouds.test(type))
        .map(async (resource) => {
          const faults = await inputFaults(resource.type, resource.wireInputs);
          return faults.map((fault) => `${called(resource)}: ${fault}`);
        });
      return (await Promise.all(judged)).flat();
    }),
};
