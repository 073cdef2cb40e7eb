// What the SDK's types say of the inputs, asked at run time: the compiler does not see what `as` or a spread hides.
import { called } from "@modelport/policies";
import type { Check } from "../check.ts";
import { eachVariant } from "../subject.ts";

/** By a name that no tool follows: `tools/offline` is made of the app, whose tests are made of this package. */
const JUDGE = "@modelport/offline/typed-inputs";

interface Judge {
  inputFaults(type: string, wireInputs: Readonly<Record<string, unknown>>): Promise<readonly string[]>;
}

const clouds = /^(aws|gcp|azure-native|kubernetes|docker-build):/;

export const inputsTyped: Check = {
  id: "inputs-typed",
  title: "no input is misspelt, missing or of another type than the installed SDK declares",
  run: async (subject) => {
    const judge = (await import(JUDGE)) as Judge;
    return eachVariant(subject, async ({ resources }) => {
      const judged = resources
        .filter(({ type }) => clouds.test(type))
        .map(async (resource) => {
          const faults = await judge.inputFaults(resource.type, resource.wireInputs);
          return faults.map((fault) => `${called(resource)}: ${fault}`);
        });
      return (await Promise.all(judged)).flat();
    });
  },
};
