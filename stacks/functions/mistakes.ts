// Accidents that this target can have, each with the check that finds it.
import type { Mistake } from "@modelport/target-suite";

/** Of tests/suite.testing.ts, in their order. */
const VARIANTS = [
  "defaults",
  "public",
  "for a group and an app",
  "a small one",
  "in a VPC, kept warm",
  "with a domain",
  "public, for pages",
  "everything else",
];
const FUNCTION = "gcp:cloudfunctionsv2/function:Function `functions-function`";

export const mistakes: readonly Mistake[] = [
  {
    title: "anyone can call it by default",
    file: "deployment/deployment.ts",
    find: 'settings.public ? ["allUsers"] : settings.invokers',
    replace: 'settings.invokers.length === 0 ? ["allUsers"] : settings.invokers',
    check: "endpoint-closed",
    sentence: ['members is ["allUsers"]', 'members[0] is "allUsers"'].map(
      (found) =>
        `gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding \`functions-invokers\`: ${found}, but must be accounts, groups or domains by name, or set modelport:public to true if it is meant to be public.`,
    ),
    redrawn: true,
  },
  {
    title: "an account that builds, and may edit the project",
    file: "deployment/builder.ts",
    find: 'role: "roles/logging.logWriter", member }',
    replace: 'role: "roles/editor", member }',
    check: "roles-narrow",
    sentence:
      'gcp:projects/iAMMember:IAMMember `functions-builder-logs`: role is "roles/editor", but must be a predefined role for this work only, granted on one resource if possible: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.',
  },
  {
    title: "the project's default account, which may edit the project, builds it",
    file: "deployment/deployment.ts",
    find: "serviceAccount: builder.account.name,",
    replace: "",
    check: "own-identity",
    sentence: `${FUNCTION}: buildConfig.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.`,
  },
  {
    title: "the project's default account, which may edit the project, runs it",
    file: "deployment/deployment.ts",
    find: "serviceAccountEmail: account.email",
    replace: "serviceAccountEmail: account.email.apply(() => '1-compute@developer.gserviceaccount.com')",
    check: "own-identity",
    sentence: `${FUNCTION}: serviceConfig.serviceAccountEmail is "1-compute@developer.gserviceaccount.com", but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.`,
  },
  {
    title: "the build's account may not read what Google copies of the source",
    file: "deployment/builder.ts",
    find: 'role: "roles/storage.objectViewer",',
    replace: 'role: "roles/storage.objectCreator",',
    check: "clouds-take-it",
    sentence: VARIANTS.map(
      (variant) =>
        `up (${variant}): failed to register new resource functions-function [gcp:cloudfunctionsv2/function:Function]: Build failed with status: FAILURE and message: failed to Fetch: Access to bucket gcf-v2-sources-1-us-central1 denied. You must grant Storage Object Viewer permission to example-api-function-build@example-project.iam.gserviceaccount.com.`,
    ),
  },
  {
    title: "the bucket cannot be deleted with what is in it",
    file: "deployment/source.ts",
    find: "forceDestroy: true,",
    replace: "",
    check: "deletable",
    sentence:
      "gcp:storage/bucket:Bucket `functions-bucket`: forceDestroy is not set, but must be true, otherwise `pulumi destroy` fails once something is in it.",
  },
  {
    title: "sources are kept forever",
    rebilled: true,
    file: "deployment/source.ts",
    find: `      lifecycleRules: [
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: keepDays, withState: "ARCHIVED" } },
      ],
`,
    replace: "",
    check: "buckets-expire",
    sentence:
      "gcp:storage/bucket:Bucket `functions-bucket`: lifecycleRules is not set, but must have a rule that deletes objects after a number of days: otherwise they are kept, and billed, forever.",
  },
  {
    title: "more memory than Google takes with that processor",
    file: "deployment/configuration.ts",
    find: "`${settings.memoryMiB}Mi`",
    replace: "`${settings.memoryMiB * 8}Mi`",
    check: "cloud-run-sizes",
    sentence: [
      `${FUNCTION}: serviceConfig.availableMemory is "8192Mi" with cpu "1", but must be 128 to 4096 MiB.`,
      `${FUNCTION}: serviceConfig.availableMemory is "4096Mi" with cpu "0.5", but must be 128 to 1024 MiB.`,
    ],
  },
  {
    title: "an egress without the interface that it is about",
    file: "deployment/configuration.ts",
    find: "      directVpcEgress: EGRESS[settings.vpcEgress],\n    }),",
    replace: "    }),\n    directVpcEgress: EGRESS[settings.vpcEgress],",
    check: "second-up-same",
    sentence: `${FUNCTION}: a second \`up\` updates it, because of serviceConfig.directVpcEgress: declare it as the cloud gives it back, which is {"serviceAccountEmail":"example-api-function@example-project.iam.gserviceaccount.com","gcfUri":"http....`,
  },
  {
    title: "an API that nothing enables",
    file: "deployment/deployment.ts",
    find: '"cloudfunctions", "iam", "run"',
    replace: '"iam", "run"',
    and: [
      {
        file: "deployment/deployment.ts",
        find: "apis.cloudbuild, apis.cloudfunctions, ",
        replace: "apis.cloudbuild, ",
      },
    ],
    check: "apis-enabled",
    sentence: `${FUNCTION}: nothing enables the API cloudfunctions.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.`,
    redrawn: true,
  },
  {
    title: "the free tier of builds is left out",
    file: "cost.ts",
    find: "Math.max(0, BUILD_MINUTES_PER_MONTH - allowances.builds.quantity)",
    replace: "BUILD_MINUTES_PER_MONTH",
    check: "allowances-used",
    sentence:
      "allowances.builds takes its 2500 off no line in build-minute: give it to the usageLine in cost.ts, or remove it.",
  },
];
