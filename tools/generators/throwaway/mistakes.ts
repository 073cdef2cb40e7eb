import type { Mistake } from "@modelport/target-suite";

/** What somebody might do to this target by accident, with the check that must find it: see the suite's README. */
export const mistakes: readonly Mistake[] = [
  {
    title: "the URL is open without anybody having asked for it",
    file: "deployment.ts",
    find: 'settings.public ? "NONE" : "AWS_IAM"',
    replace: '"NONE"',
    check: "door-closed",
    sentence:
      'aws:lambda/functionUrl:FunctionUrl `throwaway-url`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if the world is meant.',
  },
  {
    title: "a price that was read tomorrow",
    file: "prices.ts",
    find: 'price("Log lines kept", "GB-month", 0.03)',
    replace: '{ ...price("Log lines kept", "GB-month", 0.03), readOn: "2999-01-01" }',
    check: "prices-dated",
    sentence: "prices.logStorage: readOn is 2999-01-01, which is yet to come.",
  },
  {
    title: "an output that nobody declared",
    file: "deploy.ts",
    find: "    functionName,\n",
    replace: "    functionName,\n    functionArn: url,\n",
    check: "outputs-complete",
    sentence: "outputs.functionArn is not declared: say in target.ts what it is, or return it no longer.",
  },
  {
    title: "packaging is told of another artifact than the program asks for",
    file: "target.ts",
    find: 'artifacts: ["lambda-zip"],',
    replace: 'artifacts: ["lambda-zip"], artifactsFor: () => ["oci-image"],',
    check: "artifacts-declared",
    sentence: [
      "target.ts: artifactsFor says oci-image for the settings of defaults, but deploy asks for lambda-zip: they must agree, or `npm run up` packages the wrong kind.",
      "target.ts: artifactsFor says oci-image for the settings of public, but deploy asks for lambda-zip: they must agree, or `npm run up` packages the wrong kind.",
    ],
  },
];
