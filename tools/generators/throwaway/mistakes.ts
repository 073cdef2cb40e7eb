import type { Mistake } from "@modelport/target-suite";

/** What somebody might do to this target by accident, with the check that must find it: see the suite's README. */
export const mistakes: readonly Mistake[] = [
  {
    title: "the URL is open without anybody having asked for it",
    file: "deployment/deployment.ts",
    find: 'settings.public ? "NONE" : "AWS_IAM"',
    replace: '"NONE"',
    check: "endpoint-closed",
    sentence:
      'aws:lambda/functionUrl:FunctionUrl `throwaway-url`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if it is meant to be public.',
  },
  {
    title: "a price that was read tomorrow",
    file: "prices.ts",
    find: 'unit: "GB-month", usd: 0.03,',
    replace: 'unit: "GB-month", usd: 0.03, readOn: "2999-01-01",',
    check: "prices-dated",
    sentence: "prices.logStorage: readOn is 2999-01-01, which is yet to come.",
  },
  {
    title: "an output that nobody declared",
    file: "deploy.ts",
    find: "artifact, functionName }",
    replace: "artifact, functionName, functionArn: url }",
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
  {
    title: "the curl line of a private function has no signature",
    file: "deploy.ts",
    find: "const auth: RequestAuth = settings.public",
    replace: "const auth: RequestAuth = name",
    check: "auth-fits-public",
    sentence:
      "deploy (defaults): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
  },
];
