// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "the ingress is left to Google where it is open to all, which keeps a closed one",
    file: "deployment/deployment.ts",
    find: "ingress: INGRESS[settings.ingress],",
    replace: '...(settings.ingress === "all" ? {} : { ingress: INGRESS[settings.ingress] }),',
    samples: ["ingress"],
    check: "removed-settings-gone",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-service`: ingress is still "INGRESS_TRAFFIC_INTERNAL_ONLY" after ingress (defaults) was removed again, and would be "INGRESS_TRAFFIC_ALL" without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.',
  },
  {
    title: "the scaling is left to Google where it is the default, which keeps another one",
    file: "deployment/configuration.ts",
    find: "scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances },",
    replace:
      "...(settings.maxInstances === 10 ? {} : { scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances } }),",
    samples: ["maxInstances"],
    check: "removed-settings-gone",
    sentence: [
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.scaling.maxInstanceCount is still 3 after maxInstances (defaults) was removed again, and would be 0 without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.",
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.scaling.minInstanceCount is still 0 after maxInstances (defaults) was removed again, and would be nothing without it; leaving an input out does not remove it: declare its default, or make it a resource of its own.",
    ],
  },
  {
    title: "allUsers is granted access, which organizations reject",
    file: "deployment/deployment.ts",
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
    title: "deletionProtection is left to Google, whose default is true",
    file: "deployment/deployment.ts",
    find: "deletionProtection: settings.deletionProtection,",
    replace: "",
    check: "deletable",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: deletionProtection is not set, but must be false, otherwise `pulumi destroy` is refused.",
  },
  {
    title: "anyone can call it by default",
    file: "deployment/deployment.ts",
    find: "invokerIamDisabled: settings.public,",
    replace: "invokerIamDisabled: settings.invokers.length === 0,",
    check: "endpoint-closed",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: invokerIamDisabled is true, but must be left out, or set modelport:public to true if it is meant to be public.",
  },
  {
    title: "an API that nothing enables",
    file: "deployment/deployment.ts",
    find: 'const NEEDED = ["artifactregistry", "iam", "run"] as const;',
    replace: 'const NEEDED = ["artifactregistry", "iam"] as const;',
    and: [
      { file: "deployment/deployment.ts", find: "dependsOn: [apis.run, preflight]", replace: "dependsOn: [preflight]" },
    ],
    check: "apis-enabled",
    sentence: [
      "gcp:cloudrunv2/service:Service `cloudrun-service`: nothing enables the API run.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
      "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding `cloudrun-invokers`: nothing enables the API run.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
      "gcp:cloudrun/domainMapping:DomainMapping `cloudrun-domain`: nothing enables the API run.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
    ],
    redrawn: true,
  },
  {
    title: "destroying the stack disables APIs for the whole project",
    file: "deployment/deployment.ts",
    find: "enabledApis(name, NEEDED, project, own)",
    replace:
      "enabledApis(name, NEEDED, project, {\n      ...own,\n      transformations: [({ props, opts }) => ({ props: { ...props, disableOnDestroy: true }, opts })],\n    })",
    check: "apis-enabled",
    sentence: [
      "gcp:projects/service:Service `cloudrun-api-artifactregistry`: disableOnDestroy is true, but must be false: otherwise `pulumi destroy` disables the API for the whole project.",
      "gcp:projects/service:Service `cloudrun-api-iam`: disableOnDestroy is true, but must be false: otherwise `pulumi destroy` disables the API for the whole project.",
      "gcp:projects/service:Service `cloudrun-api-run`: disableOnDestroy is true, but must be false: otherwise `pulumi destroy` disables the API for the whole project.",
    ],
  },
  {
    title: "a revision named by the image's digest alone",
    file: "deployment/deployment.ts",
    find: "serviceAccount: account.email,",
    replace: "serviceAccount: account.email,\n          revision: `${names.service}-${artifact.digest.slice(7, 15)}`,",
    check: "revisions-named",
    sentence:
      'gcp:cloudrunv2/service:Service `cloudrun-service`: template.revision is "example-api-5cca49a8" for two different templates, which Google refuses (409 already exists): put a hash of all that the template is made of into the name.',
  },
  {
    title: "concurrent requests on less than one vCPU",
    file: "deployment/configuration.ts",
    find: "maxInstanceRequestConcurrency: settings.concurrency,",
    replace: "maxInstanceRequestConcurrency: Math.max(settings.concurrency, 80),",
    check: "cloud-run-sizes",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.maxInstanceRequestConcurrency is 80 with less than 1 vCPU, but must be 1.",
  },
  {
    title: "the project's default account, which may edit the project",
    file: "deployment/deployment.ts",
    find: "serviceAccount: account.email,",
    replace: "",
    check: "own-identity",
    sentence:
      "gcp:cloudrunv2/service:Service `cloudrun-service`: template.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.",
  },
  {
    title: "an account that may edit the project",
    file: "deployment/deployment.ts",
    find: "    const { container, ...template }",
    replace:
      '    new projects.IAMMember(`${name}-editor`, { project, role: "roles/editor", member: account.member }, own);\n' +
      "    const { container, ...template }",
    and: [
      {
        file: "deployment/deployment.ts",
        find: "import { cloudrunv2, serviceaccount }",
        replace: "import { cloudrunv2, projects, serviceaccount }",
      },
    ],
    check: "roles-narrow",
    sentence:
      'gcp:projects/iAMMember:IAMMember `cloudrun-editor`: role is "roles/editor", but must be a predefined role for this work only, granted on one resource if possible: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.',
    redrawn: true,
  },
  {
    title: "the free tier of storage is left out",
    file: "cost.ts",
    find: "...runLines(inputs, imagesGB(settings))",
    replace: "...runLines(inputs, imagesGB(settings) + inputs.allowances.registry.quantity)",
    check: "allowances-used",
    sentence:
      "allowances.registry takes its 0.5 off no line in GB-month: give it to the usageLine in cost.ts, or remove it.",
  },
];
