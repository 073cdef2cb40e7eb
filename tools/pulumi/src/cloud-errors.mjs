// Errors of clouds, and one sentence for each that says what to do. All targets share this table.

/** With a refresh, because the state records a failed update as made. */
const LATER = "run it again with --refresh in a few minutes";
const deployed = (command, stack) => `\`npx pulumi ${command} --stack ${stack}\``;

/**
 * `matches` is searched in an error of the engine; `says` gets the match and the stack's name. `passes`: the same request
 * succeeds some minutes later, so the command is worth retrying.
 * @typedef {{matches: RegExp, passes?: boolean, source: string, says: (found: RegExpExecArray, stack: string) => string}} CloudError
 */

/** @type {readonly CloudError[]} */
const GOOGLE = [
  {
    // Before the row of APIs that were just enabled: the provider cannot enable these.
    matches: /(Cloud Resource Manager|Service Usage) API has not been used in project (\S+) before or it is disabled/,
    source: "terraform-provider-google resource_google_project_service.go; issues 6101 and 11435",
    says: ([, api, project]) =>
      `The ${api} API is off in the project ${project}, and the others cannot be enabled without it: run ` +
      `\`gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project ${project}\` once, and ${LATER}.`,
  },
  {
    matches: /(?:^|: )([\w ()]+ API) has not been used in project (\S+) before or it is disabled/,
    passes: true,
    source: "https://github.com/pulumi/pulumi/issues/7442; the provider does not try a 403 again",
    says: ([, api, project]) =>
      `The ${api} is enabled by this stack, but for a few minutes Google still reports it as off in the project ${project}: ${LATER}.`,
  },
  {
    matches: /Permission 'iam\.service[aA]ccounts\.actAs' denied on service account (\S+)/,
    passes: true,
    source: "https://cloud.google.com/iam/docs/access-change-propagation",
    says: ([, account]) =>
      `Google does not know the new service account ${account.replace(/[.,]$/, "")} everywhere yet, or the account that deploys may not use it: ` +
      `${LATER}, and if it is refused again, grant that account roles/iam.serviceAccountUser.`,
  },
  {
    matches:
      /Access to bucket (gcf-v2-sources-\S+) denied|(artifactregistry\.repositories\.uploadArtifacts)" denied|permission to write logs/,
    passes: true,
    source: "terraform-provider-google 20571; https://cloud.google.com/iam/docs/access-change-propagation",
    says: () => `The account that builds has its rights, but not everywhere yet: ${LATER}.`,
  },
  {
    matches: /Unable to retrieve the repository metadata for \S+\. Ensure that the Cloud Functions service account/,
    passes: true,
    source: "https://github.com/firebase/firebase-tools/issues/5244",
    says: () =>
      `Google has not given its own account for functions the rights yet, which takes minutes after the API is enabled: ${LATER}.`,
  },
  {
    matches: /due to quota restrictions, cannot run builds in this region/,
    source: "https://cloud.google.com/build/docs/locations#restricted_regions_for_some_projects",
    says: (_found, stack) =>
      `Google lets this project build in a few regions only: choose one of them, as in ${deployed("config set gcp:region us-central1", stack)}, ` +
      "or ask Google for a quota of builds in yours.",
  },
  {
    matches: /Service Agent (\S+ )?must have permission to read the image/,
    source: "https://cloud.google.com/run/docs/troubleshooting; terraform-google-cloud-run 28",
    says: (_found, stack) =>
      "Cloud Run may not read the image yet, because Google grants it permission a few minutes after the API is enabled: wait that " +
      `long, then create the service again with ${deployed("destroy", stack)} and ${deployed("up", stack)}.`,
  },
  {
    matches: /run\.managed\.requireInvokerIam/,
    source: "https://cloud.google.com/run/docs/securing/managing-access#invoker_check",
    says: (_found, stack) =>
      "Your organization enforces run.managed.requireInvokerIam, so no service of Cloud Run may be public: make it private with " +
      `${deployed("config set public false", stack)}, or ask an administrator for an exception for this project.`,
  },
  {
    matches: /do not belong to a permitted customer/,
    source: "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains",
    says: (_found, stack) =>
      "Your organization's policy iam.allowedPolicyMemberDomains admits no members from other domains, and not allUsers: list only members of yours with " +
      `${deployed(`config set invokers '["group:<group>@<your domain>"]'`, stack)}, or ask an administrator to allow the others.`,
  },
  {
    matches: /Error creating (Service|function|Repository|service account): googleapi: Error 409: .*already exists/i,
    source: "409 of run, artifactregistry and iam; names are fixed: packages/google/src/names.ts",
    says: ([, kind], stack) =>
      `The ${kind.toLowerCase()} exists in the project, and the state of ${stack} has no record of it: another clone deployed it, or the state was ` +
      "lost. Use the backend that has the state (`npx pulumi login`), deploy another environment beside it (`--stack <target>-<environment>`), " +
      "or delete what is left there and run this again.",
  },
  {
    matches: /Error creating DomainMapping: googleapi: Error 409/,
    source: "terraform-provider-google resource_cloud_run_domain_mapping.go: IsCloudRunCreationConflict",
    says: (_found, stack) =>
      "The domain is already mapped to another Google service: remove that mapping (`gcloud beta run domain-mappings list`), or remove the " +
      `domain here with ${deployed("config rm domain", stack)}.`,
  },
  {
    matches: /not authorized to administer the domain '([^']+)'/,
    source: "https://cloud.google.com/run/docs/mapping-custom-domains",
    says: ([, domain], stack) =>
      `Google does not know that ${domain} is yours: prove it with \`gcloud domains verify ${domain}\`, or remove the domain with ` +
      `${deployed("config rm domain", stack)}.`,
  },
  {
    matches: /Revision '([^']+)' is not ready and cannot serve traffic/,
    source: "https://cloud.google.com/run/docs/troubleshooting",
    says: ([, revision], stack) =>
      `The revision ${revision} did not become ready, so what answered before still answers: read why with ` +
      `\`gcloud run revisions describe ${revision}\`, fix what it names, and run ${deployed("up --refresh", stack)}.`,
  },
  {
    matches: /requires a quota project, which is not set by default/,
    source: "https://cloud.google.com/docs/authentication/troubleshoot-adc#user-creds-client-based",
    says: () =>
      "Your login has no quota project, which Google charges requests to: run `gcloud auth application-default set-quota-project <project id>`, and run this again.",
  },
  {
    matches: /Billing (?:account for project|must be enabled)/,
    source: "https://cloud.google.com/billing/docs/how-to/modify-project",
    says: () =>
      "The project has no billing account, without which Google enables none of these APIs: link one with `gcloud billing projects link <project id> --billing-account=<account id>`.",
  },
];

/** @type {readonly CloudError[]} */
const AWS = [
  {
    matches: /UnreservedConcurrentExecution below its minimum value of \[(\d+)\]/,
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    says: ([, least], stack) =>
      `The account must keep ${least} concurrent executions that no function reserves, and a new account has no more: remove the setting with ` +
      `${deployed("config rm reservedConcurrency", stack)} (or provisionedConcurrency), or ask AWS for a higher quota in Service Quotas.`,
  },
  {
    matches: /could not be updated due to a concurrent update operation/,
    passes: true,
    source: "https://github.com/anomalyco/sst/issues/6923",
    says: () => `AWS was still updating the function: ${LATER}.`,
  },
  {
    matches: /The provided principal was invalid/,
    source: "terraform-provider-aws lambda/permission.go; issue 30722",
    says: (_found, stack) =>
      "One of modelport:invokers does not exist, and AWS accepts only existing roles and users: correct it with " +
      `${deployed("config set invokers '[...]'", stack)}, and run ${deployed("up --refresh", stack)}.`,
  },
  {
    matches: /waiting for Lambda ENI|deleting Security Group .*DependencyViolation/,
    source: "terraform-provider-aws ec2/vpc_network_interface.go",
    says: (_found, stack) =>
      "Old published versions of the function still hold network interfaces in the VPC: keep only the newest with " +
      `${deployed("config set keepVersions 1", stack)}, and run ${deployed("up --refresh", stack)}.`,
  },
];

const CLOUD_ERRORS = [...GOOGLE, ...AWS];
/** Messages of the engine and the stack about a whole run in which a resource failed. */
const OF_THE_RUN =
  /^(error: )?(update|preview|destroy|refresh) failed\s*$|^(\d+ errors? occurred|resource registration failed)/;

/**
 * What to do about the errors of a run: one sentence per known cause, and whether all of them pass by themselves.
 * @param {readonly string[]} errors
 * @returns {{sentences: readonly string[], passes: boolean}}
 */
export function remediesFor(errors, stack) {
  const causes = errors.filter((error) => !OF_THE_RUN.test(error.trim()));
  const rows = causes.map((error) => {
    const row = CLOUD_ERRORS.find(({ matches }) => matches.test(error));
    return row && { passes: row.passes === true, sentence: row.says(row.matches.exec(error), stack) };
  });
  return {
    sentences: [...new Set(rows.flatMap((row) => row?.sentence ?? []))],
    passes: rows.length > 0 && rows.every((row) => row?.passes === true),
  };
}
