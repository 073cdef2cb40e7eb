import type { Mistake } from "@modelport/target-suite";

/** What somebody might do to this target by accident, with the check that must find it: see the suite's README. */
export const mistakes: readonly Mistake[] = [
  {
    title: "the logs are kept for ever",
    file: "deployment/deployment.ts",
    find: "{ retentionInDays, logGroupClass, tags }",
    replace: "{ logGroupClass, tags }",
    check: "logs-expire",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `throwaway-logs`: retentionInDays is not set, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: else the logs are kept, and paid, for ever.",
  },
  {
    title: "the function may write every log",
    file: "deployment/deployment.ts",
    find: "Resource: `${arn}:*`",
    replace: 'Resource: arn && "*"',
    check: "resources-by-name",
    sentence: [
      'aws:iam/rolePolicy:RolePolicy `throwaway-role-logs`: policy.Statement[0] allows logs:CreateLogStream on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
      'aws:iam/rolePolicy:RolePolicy `throwaway-role-logs`: policy.Statement[0] allows logs:PutLogEvents on "*", but it must be allowed on the ARNs that need it: name them, or add the action to actionsWithoutResource in packages/policies with a source.',
    ],
  },
  {
    title: "the function may do everything with logs",
    file: "deployment/deployment.ts",
    find: '["logs:CreateLogStream", "logs:PutLogEvents"]',
    replace: '["logs:*"]',
    check: "actions-by-name",
    sentence:
      'aws:iam/rolePolicy:RolePolicy `throwaway-role-logs`: policy.Statement[0] allows "logs:*", but must name each action in full: list the ones that are called.',
  },
  {
    title: "the URL is open without anybody having asked for it",
    file: "deployment/deployment.ts",
    find: 'settings.public ? "NONE" : "AWS_IAM"',
    replace: '"NONE"',
    check: "door-closed",
    sentence:
      'aws:lambda/functionUrl:FunctionUrl `throwaway-url`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if the world is meant.',
  },
  {
    title: "the role belongs to nobody",
    file: "deployment/deployment.ts",
    find: "        tags,\n      },\n      child,",
    replace: "      },\n      child,",
    check: "owned",
    sentence:
      "aws:iam/role:Role `throwaway-role`: tags is not set, but must have managed-by: modelport, modelport-stack: throwaway: put ownershipTags(context) of target-kit there.",
  },
  {
    title: "the function has a name of its own, whatever the stack",
    file: "deployment/deployment.ts",
    find: "...zip(artifact),",
    replace: '...zip(artifact), name: "churn",',
    check: "names-do-not-collide",
    sentence: [
      'aws:lambda/function:Function `throwaway-model`: name is "churn" in the stack throwaway and in throwaway-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `throwaway-may-ask`: statementId is "FunctionURLAllowPublicAccess" in the stack throwaway and in throwaway-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `throwaway-may-invoke`: statementId is "FunctionURLAllowInvokeAction" in the stack throwaway and in throwaway-b: derive it from context.name, or leave it to the engine.',
    ],
  },
  {
    title: "the URL is nobody's child",
    file: "deployment/deployment.ts",
    find: "{ ...child, dependsOn: [invoking] }",
    replace: "{ dependsOn: [invoking] }",
    check: "children-have-parents",
    sentence:
      "aws:lambda/functionUrl:FunctionUrl `throwaway-url` has no component as its parent: give it { parent: this }.",
    redrawn: true,
  },
  {
    title: "the function is not that of the digest",
    file: "deployment/deployment.ts",
    find: 'Buffer.from(digest.slice("sha256:".length), "hex")',
    replace: "Buffer.alloc(32)",
    check: "digests-kept",
    sentence:
      'aws:lambda/function:Function `throwaway-model`: sourceCodeHash is "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", but must be the base64 of the artefact\'s SHA-256, which is +vMwej47Ug8ZJySKI+NUA+1z41QbTlU48vpVD4+f4HU=.',
  },
  {
    title: "the function may take longer than the facts say",
    file: "deployment/deployment.ts",
    find: "facts.timeouts.value.requestSeconds ?? 30",
    replace: "facts.limits.requestTimeoutSeconds.value ?? 30",
    check: "timeouts-declared",
    sentence:
      "aws:lambda/function:Function `throwaway-model`: timeout is 900 s, but must be at most 30 s, which facts.timeouts has as requestSeconds: change one of them.",
  },
  {
    title: "a limit has lost its source",
    file: "facts.ts",
    find: "vcpus: stated(6)",
    replace: 'vcpus: read(6, "")',
    check: "facts-dated",
    sentence: "facts.limits.vcpus: source is empty, but must say where the value is from.",
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
    title: "the kept log lines are counted as none",
    file: "cost.ts",
    find: "fixedLine(prices.logStorage, KEPT_GB),",
    replace: "",
    check: "prices-used",
    sentence: "prices.logStorage is in no line of any variant: use it in cost.ts, or remove it.",
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
    title: "packaging is told of another artefact than the program asks for",
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
  {
    title: "the README does not know a setting",
    file: "settings.ts",
    find: ".max(10_240)",
    replace: ".max(3008)",
    check: "settings-documented",
    sentence:
      "README.md: the row of the setting memoryMiB must be | `memoryMiB` | a whole number of MiB from 128 to 3008, written without the unit | 1024 | Memory of an instance. |",
  },
];
