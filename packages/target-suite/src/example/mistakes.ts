// A mistake for every check of the suite's own, and for some of the policies.
import { createHash } from "node:crypto";
import { REQUEST_AUTH_TEXTS } from "@modelport/target-kit";
import type { Mistake } from "../mistake.ts";

/** The first of the workloads for which costs are estimated, with the variant. */
const firstLadders = [
  "0.2 ms, peak factor 1",
  "0.2 ms, peak factor 1, free tier",
  "1 ms, peak factor 3",
  "1 ms, peak factor 3, free tier",
  "200 ms, peak factor 1",
].map((workload) => `defaults, ${workload}`);

const longStack = `example-pr-${"0123456789".repeat(4)}`;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export const mistakes: readonly Mistake[] = [
  {
    title: "a setting has no default",
    file: "settings.ts",
    find: `.default(30).describe("When a request is ended.")`,
    replace: `.describe("When a request is ended.")`,
    check: "settings-default",
    sentence:
      'settings.ts: with no settings at all it says "SettingsError: modelport:timeoutSeconds is missing: it takes a whole number of seconds from 1 to 900, written without the unit; set it with `npx pulumi config set modelport:timeoutSeconds 1 --stack example`.", but every setting must have a default.',
  },
  {
    title: "a setting is not described",
    file: "settings.ts",
    find: `.describe("Whether the world may ask.")`,
    replace: "",
    check: "settings-documented",
    sentence: "settings.ts: public has no description: say with .describe() what it does.",
  },
  {
    title: "a default does not fit another setting that is changed alone",
    file: "settings.ts",
    find: `describe("After how many days a log line is gone."),
})`,
    replace: `describe("After how many days a log line is gone."),
}).refine(({ timeoutSeconds, logRetentionDays }) => logRetentionDays > 1 || timeoutSeconds > 60, {
  path: ["timeoutSeconds"],
  message: "modelport:timeoutSeconds is too short for modelport:logRetentionDays 1.",
})`,
    check: "settings-alone",
    sentence:
      'settings.ts: with logRetentionDays 1 alone it says "modelport:timeoutSeconds is too short for modelport:logRetentionDays 1.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.logRetentionDays of the suite why only the user can choose it.',
  },
  {
    title: "nobody uses a setting",
    file: "deploy.ts",
    find: "retentionInDays: settings.logRetentionDays,",
    replace: "retentionInDays: 30,",
    check: "settings-used",
    sentence:
      'settings.ts: logRetentionDays "7" (defaults) changes nothing that deploy declares: use it, or remove it.',
  },
  {
    title: "a sentence recommends what is refused again",
    file: "settings.ts",
    find: "z.int().min(1).max(900)",
    replace:
      'z.number().min(1).max(900).refine((value) => value % 1 === 0, "It is broken: take `npx pulumi config set modelport:timeoutSeconds 2.5 --stack example`.")',
    check: "remedies-help",
    sentence:
      "after npx pulumi config set modelport:timeoutSeconds 2.5 --stack example: It is broken: take `npx pulumi config set modelport:timeoutSeconds 2.5 --stack example`.",
  },
  {
    title: "a limit is null, and nobody says what limits then",
    file: "facts.ts",
    find: `stated(null, "The account's.")`,
    replace: "stated(null)",
    check: "facts-dated",
    sentence: "facts.limits.instances: the value is null without a note, but must say what limits instead.",
  },
  {
    title: "a fact has no source and an impossible date",
    file: "facts.ts",
    find: "gpu: stated(false)",
    replace: `gpu: { value: false, source: " ", asOf: "2026-02-30" }`,
    check: "facts-dated",
    sentence: [
      "facts.qualities.gpu: source is empty, but must say where the value is from.",
      'facts.qualities.gpu: asOf is "2026-02-30", but must be a date such as 2026-11-25.',
    ],
  },
  {
    title: "prices are of a grade that nobody knows",
    file: "prices.ts",
    find: `grade: "own"`,
    replace: `grade: "guessed"`,
    check: "prices-dated",
    sentence: ["prices.requests", "prices.compute", "prices.repository", "allowances.requests"].map(
      (id) => `${id}: grade is "guessed", but must be one of vendor, catalog, quoted, secondary, unverified, own.`,
    ),
  },
  {
    title: "a quality has a grade that the matrix does not know",
    file: "facts.ts",
    find: `operations: stated("low")`,
    replace: `operations: stated("little")`,
    check: "qualities-known",
    sentence: 'facts.qualities.operations: the value is "little", but must be one of none, low, medium, high.',
  },
  {
    title: "the server closes kept connections though its CPU is paused",
    file: "facts.ts",
    find: "serverKeepAliveSeconds: 0",
    replace: "serverKeepAliveSeconds: 65",
    check: "timeouts-ordered",
    sentence:
      "facts.timeouts: serverKeepAliveSeconds is 65, but must be 0 where cpuPausedBetweenRequests is true, or a timer that expires during the pause closes the connection on which the next request arrives.",
  },
  {
    title: "a line is not its quantity times its price",
    file: "cost.ts",
    find: "fixedLine(prices.repository, 1)",
    replace: "{ ...fixedLine(prices.repository, 1), usdPerMonth: 2 }",
    check: "cost-lines-sound",
    sentence: [0, 1, 1000, 100000, 1000000].map(
      (requests) =>
        `cost: "Repository" (an image, 0.2 ms, peak factor 1, ${requests} requests): usdPerMonth is 2, but must be quantity times unitPrice, which is 1.`,
    ),
  },
  {
    title: "a repository costs twice what its declaration implies",
    file: "cost.ts",
    find: "fixedLine(prices.repository, 1)",
    replace: "fixedLine(prices.repository, 2)",
    check: "resources-billed",
    sentence: 'cost.ts has 2 month of "Repository", but the declared resources imply 1 (an image).',
  },
  {
    title: "beyond a thousand million requests nothing is to be paid",
    file: "cost.ts",
    find: "requestsPerMonth / 1e6",
    replace: "requestsPerMonth > 1e9 ? 0 : requestsPerMonth / 1e6",
    check: "cost-never-falls",
    sentence: [
      'cost: "Requests" (defaults, 0.2 ms, peak factor 1) falls from 200 to 0',
      "cost: the total (defaults, 0.2 ms, peak factor 1) falls from 200.25 to 2.5",
      'cost: "Requests" (defaults, 0.2 ms, peak factor 1, free tier) falls from 199.8 to 0',
      "cost: the total (defaults, 0.2 ms, peak factor 1, free tier) falls from 200.05 to 2.5",
      'cost: "Requests" (defaults, 1 ms, peak factor 3) falls from 200 to 0',
    ].map((fall) => `${fall} USD when requests grow from 1000000000 to 10000000000 a month.`),
  },
  {
    title: "a fixed line grows with traffic",
    file: "cost.ts",
    find: "fixedLine(prices.repository, 1)",
    replace: "fixedLine(prices.repository, 1 + requestsPerMonth)",
    check: "cost-fixed-without-traffic",
    sentence: firstLadders.map(
      (ladder) =>
        `cost: the fixed lines (${ladder.replace("defaults", "an image")}) are [{"name":"Repository","quantity":1}] without a request and [{"name":"Repository","quantity":2}] with 1: what grows with requests is a usageLine.`,
    ),
  },
  {
    title: "a usage line is due without traffic",
    file: "cost.ts",
    find: "requestsPerMonth * (durationMs / 1000)",
    replace: "(1e6 + requestsPerMonth) * (durationMs / 1000)",
    check: "cost-fixed-without-traffic",
    sentence: ["0.00025", "0.00025", "0.005", "0.005", "2"].map(
      (usd, index) =>
        `cost: "Compute" (${firstLadders[index]}) is a usage line of ${usd} USD without any request: make it a fixedLine, or 0.`,
    ),
  },
  {
    title: "a price is used no longer",
    file: "cost.ts",
    find: `...(settings.package === "image" ? [fixedLine(prices.repository, 1)] : [])`,
    replace: `...(settings.package === "image" ? [] : [])`,
    check: "prices-used",
    sentence: "prices.repository is in no line of any variant: use it in cost.ts, or remove it.",
  },
  {
    title: "the free tier is forgotten",
    file: "cost.ts",
    find: ", allowances.requests)",
    replace: ")",
    check: "allowances-used",
    sentence:
      "allowances.requests takes its 1 off no line in million requests: give it to the usageLine in cost.ts, or remove it.",
  },
  {
    title: "a price book lacks a price",
    file: "prices.ts",
    find: ", repository: 0 }",
    replace: " }",
    check: "price-books-complete",
    sentence: "priceBooks.course has no repository: a book is a complete set, so that no estimate mixes two.",
  },
  {
    title: "a variant ends in an error",
    file: "deploy.ts",
    find: `    return { packageType: "Image",`,
    replace: `    if (digest.length > 0) throw new Error("the repository is not there");\n    return { packageType: "Image",`,
    check: "deploys",
    sentence: "deploy (an image): the repository is not there",
  },
  {
    title: "a variant ends in an error that leads to no output",
    file: "deploy.ts",
    find: `    return { packageType: "Image",`,
    replace: `    images.arn.apply((arn) => { throw new Error(\`no \${arn.length > 0}\`); });\n    return { packageType: "Image",`,
    check: "deploys",
    sentence: "deploy (an image): no true",
  },
  {
    title: "a resource is declared where an output is known",
    file: "deploy.ts",
    find: `    declare("gcp:projects/service:Service", "api", api);`,
    replace: `    images.arn.apply(() => declare("gcp:projects/service:Service", "api", api));`,
    check: "preview-agrees",
    sentence:
      "gcp:projects/service:Service `example-api` is declared in an up and not in a preview: declare it outside of apply().",
  },
  {
    title: "an output is read under a wrong name",
    file: "deploy.ts",
    find: "role: role.arn,",
    replace: "role: role.arn,\n      kmsKeyArn: logs.keyArn,",
    and: [
      {
        file: "deploy.ts",
        find: "const computed = { name: undefined,",
        replace: "const computed = { keyArn: undefined, name: undefined,",
      },
    ],
    check: "preview-agrees",
    sentence:
      "aws:lambda/function:Function `example-model`: kmsKeyArn is an output of another resource in a preview and not set in an up: is the output's name right? If it is, give its value in the suite's `computed`.",
  },
  {
    title: "an input is misspelt, one is missing, and one is of another type",
    file: "deploy.ts",
    find: "timeout: settings.timeoutSeconds,",
    replace: 'timeout: settings.timeoutSeconds,\n      memorysize: 1024,\n      publish: "yes",',
    and: [{ file: "deploy.ts", find: 'logFormat: "JSON", ', replace: "" }],
    check: "inputs-typed",
    sentence: [
      "loggingConfig.logFormat is missing; it must be a string.",
      "memorysize is not an input; did you mean memorySize, a number?",
      'publish is "yes" (string), but must be a boolean.',
    ].map((fault) => `aws:lambda/function:Function \`example-model\`: ${fault}`),
  },
  {
    title: "a text is put together before its output is known",
    file: "deploy.ts",
    find: 'logs.arn.apply((arn) => statement(["logs:PutLogEvents"], `${arn}:*`))',
    replace: 'statement(["logs:PutLogEvents"], `${String(logs.arn)}:*`)',
    check: "values-settled",
    sentence:
      'aws:iam/rolePolicy:RolePolicy `example-role-logs`: policy.Statement[0].Resource has "[toString]" in it, where a value is missing: use pulumi.interpolate, an output that the resource has, and the suite\'s `computed` for one that the suite cannot know.',
  },
  {
    title: "a resource is nobody's child",
    file: "deploy.ts",
    find: "new Declared(type, `${name}-${noun}`, inputs, { ...own, dependsOn })",
    replace: 'new Declared(type, `${name}-${noun}`, inputs, noun === "logs" ? { dependsOn } : { ...own, dependsOn })',
    redrawn: true,
    check: "children-have-parents",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `example-logs` has no component as its parent: give it { parent: this }.",
  },
  {
    title: "the component has another target's type",
    file: "deploy.ts",
    find: "modelport:example:Deployment",
    replace: "modelport:lambda:Deployment",
    redrawn: true,
    check: "type-tokens",
    sentence: "modelport:lambda:Deployment `example`: the type must have the form modelport:example:<Noun>.",
  },
  {
    title: "a name does not begin with the stack's",
    file: "deploy.ts",
    find: "`${name}-${noun}`",
    replace: 'noun === "images" ? noun : `${name}-${noun}`',
    redrawn: true,
    check: "names-from-name",
    sentence: "aws:ecr/repository:Repository `images`: the name must begin with context.name, which is example.",
  },
  {
    title: "a resource is declared twice",
    file: "deploy.ts",
    find: `    declare("gcp:projects/service:Service", "api", api);`,
    replace: `    declare("gcp:projects/service:Service", "api", api);\n    declare("gcp:projects/service:Service", "api", api);`,
    check: "names-from-name",
    sentence: "gcp:projects/service:Service `example-api` is declared twice: the engine refuses the second.",
  },
  {
    title: "the function has one name in every deployment",
    file: "deploy.ts",
    find: "      role: role.arn,",
    replace: `      name: "model",\n      role: role.arn,`,
    check: "names-do-not-collide",
    sentence: [
      'aws:lambda/function:Function `example-model`: name is "model" in the stack example and in example-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `example-InvokeFunctionUrl`: statementId is "FunctionURLAllowPublicAccess" in the stack example and in example-b: derive it from context.name, or leave it to the engine.',
      'aws:lambda/permission:Permission `example-InvokeFunction`: statementId is "FunctionURLAllowInvokeAction" in the stack example and in example-b: derive it from context.name, or leave it to the engine.',
    ],
  },
  {
    title: "a name that is too long is found out by the cloud",
    file: "deploy.ts",
    find: "if (stack.length > 40) {",
    replace: "if (stack.length > 400) {",
    check: "long-stack-names",
    sentence: [
      `gcp:cloudrunv2/service:Service \`${longStack}-sidecar\`: name is "${longStack}-sidecar", which has 59 characters, but may have 49`,
      `aws:lambda/function:Function \`${longStack}-model\`: its name is derived from the logical one and has 65 characters, but may have 64`,
    ].map(
      (fault) =>
        `${fault}: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.`,
    ),
  },
  {
    title: "a resource is renamed",
    file: "deploy.ts",
    find: `"role-logs"`,
    replace: `"role-log"`,
    check: "graph-snapshot",
    sentence: [
      "aws:iam/rolePolicy:RolePolicy example-role-logs is in graph.snap.json and no longer declared, so that it would be deleted: if that is meant, accept it with `npx vitest run -u`.",
      "aws:iam/rolePolicy:RolePolicy example-role-log is declared and not in graph.snap.json: if that is meant, accept it with `npx vitest run -u`.",
    ],
  },
  {
    title: "an output is forgotten",
    file: "deploy.ts",
    find: ", functionName: model.name }",
    replace: " }",
    check: "outputs-complete",
    sentence: "outputs.functionName is not given: return it from deploy, or declare it no longer in target.ts.",
  },
  {
    title: "the address ends in a slash",
    file: "deploy.ts",
    find: `address.replace(/\\/$/, "")`,
    replace: "address",
    check: "outputs-answer",
    sentence:
      'outputs.url is "https://example-url-1a2b3c4.lambda-url.us-east-1.on.aws/", but must be a URL without a slash at its end.',
  },
  {
    title: "a kind of artifact is declared that nothing deploys",
    file: "target.ts",
    find: `artifacts: ["lambda-zip", "oci-image"]`,
    replace: `artifacts: ["lambda-zip", "oci-image", "server-bundle"]`,
    check: "artifacts-declared",
    sentence:
      "target.ts: artifacts has server-bundle, which no variant asks for: add a variant that does, or remove it.",
  },
  {
    title: "the digest of something else is given back",
    file: "deploy.ts",
    find: "artifact: artifactOf(context),",
    replace: "artifact: { ...artifactOf(context), digest: `sha256:${context.model.onnxSha256}` },",
    check: "digests-kept",
    sentence: ["lambda-zip", "oci-image"].map(
      (kind) =>
        `outputs.artifactDigest is "sha256:${sha256("onnx")}", but must be that of the artifact, which is sha256:${sha256(`${kind} linux-x64`)}.`,
    ),
  },
  {
    title: "the curl line of a private function has no signature",
    file: "deploy.ts",
    find: "const auth: RequestAuth = settings.public",
    replace: "const auth: RequestAuth = name",
    check: "auth-fits-public",
    sentence: ["defaults", "an image"].map(
      (variant) =>
        `deploy (${variant}): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.`,
    ),
  },
  {
    title: "a private function lets every address in",
    file: "deploy.ts",
    find: `: { kind: "aws-sigv4", region: "us-east-1", service: "lambda" };`,
    replace: `: { kind: "address-ranges", cidrs: ["203.0.113.0/24", "0.0.0.0/0"] };`,
    check: "auth-fits-public",
    sentence: ["defaults", "an image"].map(
      (variant) =>
        `deploy (${variant}): auth is address-ranges:203.0.113.0/24,0.0.0.0/0, which is every address, but modelport:public is not true: return as auth what the endpoint demands of a request.`,
    ),
  },
  {
    title: "auth is a text that `modelport verify` cannot read",
    file: "deploy.ts",
    find: `: { kind: "aws-sigv4", region: "us-east-1", service: "lambda" };`,
    replace: `: { kind: "kubectl-port-forward", namespace: "ml", service: "Example_1" };`,
    check: "auth-fits-public",
    sentence: ["defaults", "an image"].map(
      (variant) =>
        `deploy (${variant}): auth is kubectl-port-forward:ml/Example_1, which \`modelport verify\` cannot read: it must be one of ${REQUEST_AUTH_TEXTS.join(", ")}.`,
    ),
  },
  {
    title: "the service may take longer than the facts say",
    file: "deploy.ts",
    find: "timeout: `${timeoutSeconds}s`",
    replace: `timeout: "3600s"`,
    check: "timeouts-declared",
    sentence:
      "gcp:cloudrunv2/service:Service `example-sidecar`: template.timeout is 3600 s, but must be at most 900 s, which facts.timeouts has as requestSeconds: change one of them.",
  },
  {
    title: "the server is not told of its timeouts",
    file: "deploy.ts",
    find: "containers: [{ image, envs,",
    replace: "containers: [{ image, envs: envs.slice(1),",
    check: "timeouts-declared",
    sentence:
      'gcp:cloudrunv2/service:Service `example-sidecar`: template.containers[0].envs has undefined as KEEP_ALIVE_TIMEOUT_MS, but must have "0", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
  },
  {
    title: "a blocker of destroy is not told",
    file: "facts.ts",
    find: "forceDelete is true.",
    replace: "They are deleted.",
    check: "destroy-blockers-told",
    sentence:
      "facts.destroyBlockers: aws:ecr/repository:Repository is declared, and nothing is said of its forceDelete: add what would keep `pulumi destroy` from ending, with forceDelete in the answer.",
  },
  {
    title: "the program asks whether it is under test",
    file: "cost.ts",
    find: "  const { requestsPerMonth",
    replace: "  const { VITEST } = process.env;\n  const { requestsPerMonth",
    check: "program-plain",
    sentence: "cost.ts: it mentions VITEST, but a program must declare the same on every occasion: remove it.",
  },
  {
    title: "a revision's name is not in Cloud Run's form",
    file: "deploy.ts",
    find: "      maxInstanceRequestConcurrency: 80,",
    replace: `      revision: "First",\n      maxInstanceRequestConcurrency: 80,`,
    check: "revisions-named",
    sentence:
      'gcp:cloudrunv2/service:Service `example-sidecar`: template.revision is "First", but must begin with "example-sidecar-" and have at most 63 lower-case letters, digits and hyphens.',
  },
  {
    title: "the function is public whatever the settings say",
    file: "deploy.ts",
    find: `settings.public ? "NONE" : "AWS_IAM"`,
    replace: `"NONE"`,
    check: "endpoint-closed",
    sentence:
      'aws:lambda/functionUrl:FunctionUrl `example-url`: authorizationType is "NONE", but must be AWS_IAM, or set modelport:public to true if it is meant to be public.',
  },
  {
    title: "a resource is nobody's own",
    file: "deploy.ts",
    find: "scanOnPush: true },\n      tags,",
    replace: "scanOnPush: true },",
    check: "owned",
    sentence:
      "aws:ecr/repository:Repository `example-images`: tags is not set, but must have managed-by: modelport, modelport-stack: example: put ownershipTags(context) of target-kit there.",
  },
  {
    title: "an image is named by a tag",
    file: "deploy.ts",
    find: "`${repository}@${digest}`",
    replace: "`${repository}:latest`",
    check: "images-by-digest",
    sentence:
      'aws:lambda/function:Function `example-model`: imageUri is "123456789012.dkr.ecr.us-east-1.amazonaws.com/example-images-1a2b3c4:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
  {
    title: "two permissions of one function are made at the same time",
    file: "deploy.ts",
    find: "[asking],",
    replace: "[],",
    check: "edits-ordered",
    sentence: [
      "aws:lambda/permission:Permission `example-InvokeFunction` and aws:lambda/permission:Permission `example-InvokeFunctionUrl` both change the policy of the function `example-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
      "aws:lambda/functionUrl:FunctionUrl `example-url` and aws:lambda/permission:Permission `example-InvokeFunctionUrl` both change the policy of the function `example-model-1a2b3c4`, which takes one change at a time (409): let one wait for the other with { dependsOn }.",
    ],
  },
  {
    title: "two statements of one policy have one id",
    file: "deploy.ts",
    find: '"FunctionURLAllowInvokeAction"',
    replace: '"FunctionURLAllowPublicAccess"',
    check: "clouds-take-it",
    sentence:
      'up (public): failed to register new resource example-InvokeFunction [aws:lambda/permission:Permission]: aws:lambda/permission:Permission "FunctionURLAllowPublicAccess" exists already (example-InvokeFunctionUrl of the stack example made it): choose another name.',
  },
  {
    title: "an account is named by its number, which AWS gives back as an ARN",
    file: "deploy.ts",
    find: '"arn:aws:iam::123456789012:root"',
    replace: '"123456789012"',
    check: "second-up-same",
    sentence: [
      'aws:lambda/permission:Permission `example-InvokeFunctionUrl`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::123456789012:root".',
      'aws:lambda/permission:Permission `example-InvokeFunction`: a second `up` replaces it, because of principal: declare it as the cloud gives it back, which is "arn:aws:iam::123456789012:root".',
    ],
  },
  {
    title: "a statement that the provider adds by itself is in no state",
    file: "deploy.ts",
    find: '...(settings.public ? { statementId: "FunctionURLAllowInvokeAction" } : {}),',
    replace: "",
    check: "variants-leave-nothing",
    sentence:
      "aws:lambda/permission:Permission `example-url`: it is still in the cloud after public was removed again, and no state knows it.",
  },
  {
    title: "an input that the cloud keeps is declared for some settings only",
    file: "deploy.ts",
    find: "timeout: settings.timeoutSeconds,",
    replace:
      "timeout: settings.timeoutSeconds, ...(settings.timeoutSeconds < 30 ? { ephemeralStorage: { size: 1024 } } : {}),",
    check: "removed-settings-gone",
    sentence:
      "aws:lambda/function:Function `example-model`: ephemeralStorage.size is still 1024 after timeoutSeconds (defaults) was removed again, and would be 512 without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.",
  },
];
