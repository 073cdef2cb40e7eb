// What the target's suite deploys under mocks, and what somebody might do to the target by accident.
import type { Mistake } from "@modelport/target-suite";
import type { RawSettings } from "@modelport/target-kit";

/** Settings that together take every branch of the program. */
export const variants: Readonly<Record<string, RawSettings>> = {
  "for a group and an app": {
    invokers: ["group:risk@example.com", "serviceAccount:app@example.iam.gserviceaccount.com"],
  },
  "a small one of the first generation": {
    vcpus: 0.5,
    memoryMiB: 512,
    concurrency: 1,
    executionEnvironment: "gen1",
    logLevel: "warn",
  },
  "in a VPC, kept warm": {
    network: "main",
    subnetwork: "run",
    vpcEgress: "all-traffic",
    ingress: "internal-and-cloud-load-balancing",
    minInstances: 1,
    maxInstances: 3,
  },
  "never paused, with a domain": { cpuAlways: true, domain: "churn.example.com", minInstances: 1 },
  "public, for pages": { public: true, corsOrigins: ["https://app.example.com"] },
  protected: { deletionProtection: true },
  "everything else": {
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    labels: { team: "risk" },
    keepImages: 1000,
  },
};

export const mistakes: readonly Mistake[] = [
  {
    title: "the ingress is left to Google where it is open to all, which keeps a closed one",
    file: "deployment.ts",
    find: "ingress: INGRESS[settings.ingress],",
    replace: '...(settings.ingress === "all" ? {} : { ingress: INGRESS[settings.ingress] }),',
    check: "removed-settings-gone",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-service`: ingress is still "INGRESS_TRAFFIC_INTERNAL_ONLY" after ingress (defaults) was removed again, and would be "INGRESS_TRAFFIC_ALL" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
  },
  {
    title: "the scaling is left to Google where it is the default, which keeps another one",
    file: "template.ts",
    find: "scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances },",
    replace:
      "...(settings.maxInstances === 10 ? {} : { scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances } }),",
    check: "removed-settings-gone",
    sentence: [
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.scaling.maxInstanceCount is still 3 after maxInstances (defaults) was removed again, and would be 0 without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.",
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.scaling.minInstanceCount is still 0 after maxInstances (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.",
    ],
  },
  {
    title: "everybody is let in by a member, which organizations refuse",
    file: "deployment.ts",
    find: "settings.invokers, service, own)",
    replace: 'settings.public ? ["allUsers"] : settings.invokers, service, own)',
    check: "clouds-take-it",
    sentence: ["public", "public, for pages"].map(
      (variant) =>
        `up (${variant}): failed to register new resource cloudrun-invokers [gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding]: Error applying IAM policy for cloudrunv2 service "example-api": googleapi: Error 400: One or more users named in the policy do not belong to a permitted customer, perhaps due to an organization policy.`,
    ),
    redrawn: true,
  },
  {
    title: "the service cannot be deleted",
    file: "deployment.ts",
    find: "deletionProtection: settings.deletionProtection,",
    replace: "deletionProtection: true,",
    check: "deletable",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: deletionProtection is true, but must be false, else `pulumi destroy` is refused.",
  },
  {
    title: "deletionProtection is left to Google, whose default is true",
    file: "deployment.ts",
    find: "deletionProtection: settings.deletionProtection,",
    replace: "",
    check: "deletable",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: deletionProtection is not set, but must be false, else `pulumi destroy` is refused.",
  },
  {
    title: "anybody may call it by default",
    file: "deployment.ts",
    find: "invokerIamDisabled: settings.public,",
    replace: "invokerIamDisabled: settings.invokers.length === 0,",
    check: "door-closed",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: invokerIamDisabled is true, but must be left out, or set modelport:public to true if the world is meant.",
  },
  {
    title: "everybody with a Google account may call it",
    file: "endpoint.ts",
    find: "members: [...invokers]",
    replace: 'members: [...invokers, "allAuthenticatedUsers"]',
    check: "door-closed",
    sentence: [
      'gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding `cloudrun-invokers`: members[2] is "allAuthenticatedUsers", but must be accounts, groups or domains by name, or set modelport:public to true if the world is meant.',
    ],
  },
  {
    title: "a public service without a warning",
    file: "deploy.ts",
    find: "if (settings.public) void pulumi.log.warn(publicWarning(names.service, settings), running);",
    replace: "void publicWarning;",
    check: "public-warns",
    sentence: ["public", "public, for pages"].map(
      (variant) =>
        `deploy (${variant}): modelport:public is true and nobody is warned: pulumi.log.warn a sentence that names modelport:public.`,
    ),
  },
  {
    title: "an API that nobody has enabled",
    file: "apis.ts",
    find: 'const NEEDED = ["artifactregistry", "iam", "run"] as const;',
    replace: 'const NEEDED = ["artifactregistry", "iam"] as const;',
    and: [{ file: "deployment.ts", find: "dependsOn: [apis.run, preflight]", replace: "dependsOn: [preflight]" }],
    check: "apis-enabled",
    sentence: [
      "gcp:cloudrunv2/service:Service `cloudrun-service`: the API run.googleapis.com is enabled by nothing: declare a gcp.projects.Service for it, with disableOnDestroy false.",
      "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding `cloudrun-invokers`: the API run.googleapis.com is enabled by nothing: declare a gcp.projects.Service for it, with disableOnDestroy false.",
      "gcp:cloudrun/domainMapping:DomainMapping `cloudrun-domain`: the API run.googleapis.com is enabled by nothing: declare a gcp.projects.Service for it, with disableOnDestroy false.",
    ],
    redrawn: true,
  },
  {
    title: "APIs that are taken from everybody at the end",
    file: "apis.ts",
    find: "disableOnDestroy: false",
    replace: "disableOnDestroy: true",
    check: "apis-enabled",
    sentence: [
      "gcp:projects/service:Service `cloudrun-api-artifactregistry`: disableOnDestroy is true, but must be false: else `pulumi destroy` takes the API from everybody in the project.",
      "gcp:projects/service:Service `cloudrun-api-iam`: disableOnDestroy is true, but must be false: else `pulumi destroy` takes the API from everybody in the project.",
      "gcp:projects/service:Service `cloudrun-api-run`: disableOnDestroy is true, but must be false: else `pulumi destroy` takes the API from everybody in the project.",
    ],
  },
  {
    title: "a revision named by the image's digest alone",
    file: "deployment.ts",
    find: "serviceAccount: account.email,",
    replace:
      "serviceAccount: account.email,\n          revision: `${names.service}-${args.image.digest.slice(7, 15)}`,",
    check: "revisions-named",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.revision is "example-api-5cca49a8" for two different templates, which Google refuses (409 already exists): put a hash of all that the template is made of into the name.',
  },
  {
    title: "several requests at a time below one processor",
    file: "template.ts",
    find: "maxInstanceRequestConcurrency: settings.concurrency,",
    replace: "maxInstanceRequestConcurrency: Math.max(settings.concurrency, 80),",
    check: "cloud-run-sizes",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.maxInstanceRequestConcurrency is 80 with less than 1 vCPU, but must be 1.",
  },
  {
    title: "memory in another unit than Cloud Run's",
    file: "template.ts",
    find: "memory: `${settings.memoryMiB}Mi`",
    replace: "memory: `${settings.memoryMiB}Gi`",
    check: "cloud-run-sizes",
    sentence: [
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].resources.limits.memory is "1024Gi" with cpu "1", but must be 128 to 4096 MiB.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].resources.limits.memory is "512Gi" with cpu "500m", but must be 128 to 1024 MiB.',
    ],
  },
  {
    title: "memory above what the processors may have",
    file: "template.ts",
    find: "memory: `${settings.memoryMiB}Mi`",
    replace: "memory: `${settings.memoryMiB * 8}Mi`",
    check: "cloud-run-sizes",
    sentence: [
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].resources.limits.memory is "8192Mi" with cpu "1", but must be 128 to 4096 MiB.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].resources.limits.memory is "4096Mi" with cpu "500m", but must be 128 to 1024 MiB.',
    ],
  },
  {
    title: "the image by its tag, which may move",
    file: "deployment.ts",
    find: "image: image.reference }",
    replace: "image: pulumi.interpolate`${repository.registryUri}/inference-api:${args.image.tag}` }",
    check: "images-by-digest",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].image is "us-central1-docker.pkg.dev/example-project/example-api/inference-api:1.0.0-5cca49a8a9c2", but must end in @sha256: and 64 hex digits, because a tag can come to mean another image: name it by the artefact\'s digest.',
  },
  {
    title: "the project's default account, which may edit the project",
    file: "deployment.ts",
    find: "serviceAccount: account.email,",
    replace: "",
    check: "own-identity",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.",
  },
  {
    title: "an account that may edit the project",
    file: "deployment.ts",
    find: "    const { container, ...template }",
    replace:
      '    new projects.IAMMember(`${name}-editor`, { project, role: "roles/editor", member: account.member }, own);\n' +
      "    const { container, ...template }",
    and: [
      {
        file: "deployment.ts",
        find: "import { cloudrunv2, serviceaccount }",
        replace: "import { cloudrunv2, projects, serviceaccount }",
      },
    ],
    check: "roles-narrow",
    sentence:
      'gcp:projects/iAMMember:IAMMember `cloudrun-editor`: role is "roles/editor", but must be a predefined role for the work alone, on the one resource where it can be: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.',
    redrawn: true,
  },
  {
    title: "a password in plain text",
    file: "environment.ts",
    find: "  ...appVariables,",
    replace: '  ...appVariables,\n  STORE_PASSWORD: fixedVariable("", "hunter2"),',
    check: "no-plain-secrets",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].envs has STORE_PASSWORD with a value in plain text, which the console and the state show: let the platform read it from its store of secrets.",
  },
  {
    title: "a service that nobody finds on the bill",
    file: "deployment.ts",
    find: "        labels,\n        ingress",
    replace: "        ingress",
    check: "owned",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: labels is not set, but must have managed-by: modelport, modelport-stack: cloudrun: put ownershipTags(context) of target-kit there.",
  },
  {
    title: "an idle timer of the server's that runs out during a pause",
    file: "facts.ts",
    find: "serverKeepAliveSeconds: 0,",
    replace: "serverKeepAliveSeconds: 65,",
    check: "timeouts-ordered",
    sentence:
      "facts.timeouts: serverKeepAliveSeconds is 65, but must be 0 where cpuPausedBetweenRequests is true, or a timer that ran out during the pause closes the connection on which the next request has come.",
  },
  {
    title: "a drain that is longer than Cloud Run waits",
    file: "facts.ts",
    find: "graceSeconds: 10,",
    replace: "graceSeconds: 10,\n      drainTimeoutSeconds: 25,",
    check: "timeouts-ordered",
    sentence:
      "facts.timeouts: graceSeconds is 10, but preStopSeconds, drainDelaySeconds, drainTimeoutSeconds and 0.5 s to exit add up to 25.5, or running requests are killed.",
  },
  {
    title: "the server is not told of the timeouts",
    file: "environment.ts",
    find: "  ...timeoutVariables(facts.timeouts.value),\n",
    replace: "",
    check: "timeouts-declared",
    sentence: [
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].envs has undefined as KEEP_ALIVE_TIMEOUT_MS, but must have "0", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].envs has undefined as HEADERS_TIMEOUT_MS, but must have "66000", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].envs has undefined as DRAIN_DELAY_MS, but must have "0", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.containers[0].envs has undefined as DRAIN_TIMEOUT_MS, but must have "8000", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
    ],
  },
  {
    title: "a request that may take longer than the platform lets it",
    file: "template.ts",
    find: "timeout: `${settings.timeoutSeconds}s`,",
    replace: "timeout: `${settings.timeoutSeconds * 60}s`,",
    check: "timeouts-declared",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.timeout is 18000 s, but must be at most 3600 s, which facts.timeouts has as requestSeconds: change one of them.",
  },
  {
    title: "two stacks of one project with one service",
    file: "names.ts",
    find: '"api", ...(environment === undefined ? [] : [environment])]',
    replace: '"api"]',
    and: [{ file: "names.ts", find: "const { model, environment } = context;", replace: "const { model } = context;" }],
    check: "names-do-not-collide",
    sentence: [
      'gcp:serviceaccount/account:Account `cloudrun-account`: accountId is "example-api" in the stack cloudrun and in cloudrun-b: derive it from context.name, or leave it to the engine.',
      'gcp:artifactregistry/repository:Repository `cloudrun-repository`: repositoryId is "example-api" in the stack cloudrun and in cloudrun-b: derive it from context.name, or leave it to the engine.',
      'gcp:cloudrunv2/service:Service `cloudrun-service`: name is "example-api" in the stack cloudrun and in cloudrun-b: derive it from context.name, or leave it to the engine.',
      'gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding `cloudrun-invokers`: name is "example-api" in the stack cloudrun and in cloudrun-b: derive it from context.name, or leave it to the engine.',
      'gcp:cloudrun/domainMapping:DomainMapping `cloudrun-domain`: name is "churn.example.com" in the stack cloudrun and in cloudrun-b: derive it from context.name, or leave it to the engine.',
    ],
  },
  {
    title: "names as long as the stack's",
    file: "names.ts",
    find: "const service = shortened(full, SERVICE_MOST);",
    replace: "const service = full;",
    check: "long-stack-names",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-pr-0123456789012345678901234567890123456789-service`: name is "example-api-pr-0123456789012345678901234567890123456789", which has 55 characters, but may have 49: shorten what is added to the stack\'s name, or refuse such a stack name before anything is declared.',
  },
  {
    title: "a resource under another name than the stack's",
    file: "deployment.ts",
    find: "`${name}-account`",
    replace: '"runner"',
    check: "names-from-name",
    sentence: "gcp:serviceaccount/account:Account `runner`: the name must begin with context.name, which is cloudrun.",
    redrawn: true,
  },
  {
    title: "a service outside of the component",
    file: "deployment.ts",
    find: "{ ...own, dependsOn: [apis.run, preflight] }",
    replace: "{ dependsOn: [apis.run, preflight] }",
    check: "children-have-parents",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service` has no component as its parent: give it { parent: this }.",
    redrawn: true,
  },
  {
    title: "the address of another route",
    file: "deploy.ts",
    find: "/api/v1/predict`",
    replace: "/predict`",
    check: "outputs-answer",
    sentence:
      'outputs.predictUrl is "https://example-api-1a2b3c4-uc.a.run.app/predict", but must be url and /api/v1/predict.',
  },
  {
    title: "a digest that is not the image's",
    file: "deploy.ts",
    find: "artifactDigest: digest,",
    replace: "artifactDigest: `sha256:${model.onnxSha256}`,",
    check: "digests-kept",
    sentence:
      'outputs.artifactDigest is "sha256:87e93f89f2be0db364e8be052f79f389e6c2da239831922e24513288af522a43", but must be that of the artefact, which is sha256:5cca49a8a9c22d9f28ea77fa1f1c4feb3331fa7fd6635170fa514f4ec8ca5561.',
  },
  {
    title: "the free tier of storage is left out",
    file: "cost.ts",
    find: "Math.max(0, imagesGB(settings) - allowances.registry.quantity)",
    replace: "imagesGB(settings)",
    check: "allowances-used",
    sentence:
      "allowances.registry takes its 0.5 off no line in GB-month: give it to the usageLine in cost.ts, or remove it.",
  },
];
