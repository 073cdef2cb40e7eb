// What Google Cloud and its provider do with inputs. Files are in github.com/hashicorp/terraform-provider-google,
// google/services unless another folder is named.
import { isObject, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Behavior, BehaviorTable, Refusal } from "./behavior.ts";
import { apiRefusal, projectServiceRefusals } from "./gcp-apis.ts";
import { iamMember, lastPart, sameName } from "./gcp-names.ts";
import { gkeBehavior } from "./gke-behavior.ts";

const SERVICE = "gcp:cloudrunv2/service:Service";
const ACCOUNT = "gcp:serviceaccount/account:Account";
/** In no state: the name that a service gives to a revision. */
const REVISION = "revision of gcp:cloudrunv2/service:Service";

/** A set: the order makes no difference. */
const sameSet = (one: Value, other: Value, form: (item: Value) => Value): boolean => {
  const texts = (list: Value) => (Array.isArray(list) ? list.map((item: Value) => JSON.stringify(form(item))) : []);
  return JSON.stringify(texts(one).toSorted()) === JSON.stringify(texts(other).toSorted());
};

const requiresInvokerIam: Refusal = {
  says: ({ inputs }, { account }) =>
    inputs["invokerIamDisabled"] === true && account.organizationPolicies.includes("run.managed.requireInvokerIam")
      ? 'googleapi: Error 400: Operation denied by org policy: ["constraints/run.managed.requireInvokerIam"].'
      : undefined,
  source: "https://cloud.google.com/run/docs/securing/managing-access#invoker_check",
};

const accountMustExist: Refusal = {
  says: ({ inputs, others, world }) => {
    const email = textOf(membersOf(inputs["template"])["serviceAccount"]);
    const own = email.endsWith(`@${textOf(inputs["project"]) || world.project}.iam.gserviceaccount.com`);
    const isThere = others().some(({ type, outputs }) => type === ACCOUNT && outputs["email"] === email);
    return !own || isThere
      ? undefined
      : `googleapi: Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account ${email} (or it may not exist).`;
  },
  source:
    "https://cloud.google.com/run/docs/troubleshooting; the account's provider waits 10 s: resource_google_service_account.go",
};

const nameOfRevision = (inputs: Values): string => textOf(membersOf(inputs["template"])["revision"]);

const revisionIsTaken: Refusal = {
  says: ({ inputs, others }) => {
    const name = nameOfRevision(inputs);
    const taken = others().find(({ type, inputs: given }) => type === REVISION && given["name"] === name);
    return taken === undefined || taken.inputs["template"] === JSON.stringify(inputs["template"])
      ? undefined
      : `googleapi: Error 409: Revision named '${name}' with different configuration already exists.`;
  },
  source:
    "terraform-provider-google 9438 and 14569; knative/serving configuration.go CheckNameAvailability: equal ones are taken",
};

/** For a VPC interface Google returns both the network and the subnetwork, whichever is given. */
const vpcInterfaces = (given: Value): Value =>
  Array.isArray(given)
    ? given.map((each: Value) => {
        const { network = "", subnetwork = "", ...others } = membersOf(each);
        const sameNamed = textOf(network).replace("/global/networks/", "/regions/us-central1/subnetworks/");
        return { ...others, network: textOf(network) || "default", subnetwork: textOf(subnetwork) || sameNamed };
      })
    : given;

const service: Behavior = {
  answers: {
    template: {
      as: (given) => {
        const template = membersOf(given);
        const { vpcAccess } = template;
        if (!isObject(vpcAccess ?? null)) return given;
        const access = membersOf(vpcAccess ?? null);
        const networkInterfaces = vpcInterfaces(access["networkInterfaces"] ?? null);
        return { ...template, vpcAccess: { ...access, networkInterfaces } };
      },
      source: "cloudrunv2/resource_cloud_run_v2_service.go: network, subnetwork Computed; run v2 NetworkInterface",
    },
  },
  equivalences: { name: sameName("cloudrunv2/resource_cloud_run_v2_service.go") },
  refusals: [
    apiRefusal("run.googleapis.com", "Cloud Run Admin API", "Error creating Service"),
    requiresInvokerIam,
    accountMustExist,
    revisionIsTaken,
  ],
  besides: {
    on: ["create", "update"],
    make: ({ inputs, id }) =>
      nameOfRevision(inputs) === ""
        ? []
        : [
            {
              type: REVISION,
              inputs: { name: nameOfRevision(inputs), template: JSON.stringify(inputs["template"]) },
              endsWith: { type: SERVICE, id },
            },
          ],
    source: "https://cloud.google.com/run/docs/managing/revisions: a revision never changes, and stays",
  },
};

const invokers: Behavior = {
  answers: {
    members: {
      as: (given) => (Array.isArray(given) ? [...new Set(given.map(iamMember))].toSorted() : given),
      source: "tpgresource NormalizeIamPrincipalCasing; members is a set in tpgiamresource/resource_iam_binding.go",
    },
  },
  equivalences: {
    members: {
      between: (state, given) => sameSet(state, given, iamMember),
      source: "tpgiamresource/resource_iam_binding.go: Set of lower-case hashes, CaseDiffSuppress",
    },
    name: sameName("cloudrunv2/iam_cloud_run_v2_service.go"),
  },
  edit: {
    thing: ({ inputs }) => lastPart(inputs["name"] ?? ""),
    called: "the IAM policy of the service",
    lock: "google_cloud_run_v2_service_iam",
    retried: ["create", "update", "delete"],
    refusal: "googleapi: Error 409: There were concurrent policy changes.",
    source: "tpgiamresource/iam.go iamPolicyReadModifyWrite: a mutex, and retries on conflict",
  },
  refusals: [
    apiRefusal("run.googleapis.com", "Cloud Run Admin API", "Error retrieving IAM policy for cloudrunv2 service"),
    {
      says: ({ inputs: { members, name } }, { account }) =>
        account.organizationPolicies.includes("iam.allowedPolicyMemberDomains") &&
        Array.isArray(members) &&
        members.some((member: Value) => /^all(Authenticated)?Users$/.test(textOf(member)))
          ? `Error applying IAM policy for cloudrunv2 service "${textOf(name)}": googleapi: Error 400: One or more users named in the ` +
            "policy do not belong to a permitted customer, perhaps due to an organization policy."
          : undefined,
      source: "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains",
    },
  ],
};

const DURATION = /^(\d+)([smhd]?)$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, "": 1 };

/** `30d` is returned as `2592000s`. */
function inSeconds(duration: Value): Value {
  const [, count, unit = ""] = DURATION.exec(textOf(duration)) ?? [];
  return count === undefined ? duration : `${Number(count) * (SECONDS[unit] ?? 1)}s`;
}

function cleanupPolicy(policy: Value): Value {
  const { condition, ...others } = membersOf(policy);
  if (condition === undefined || condition === null) return policy;
  const given = membersOf(condition);
  const ages = ["olderThan", "newerThan"].filter((age) => (given[age] ?? null) !== null);
  const inner = {
    tagState: "ANY",
    ...given,
    ...Object.fromEntries(ages.map((age) => [age, inSeconds(given[age] ?? "")])),
  };
  return { ...others, condition: inner };
}

const repository: Behavior = {
  answers: {
    cleanupPolicies: {
      as: (given) => (Array.isArray(given) ? given.map(cleanupPolicy) : given),
      source: "artifactregistry/resource_artifact_registry_repository.go: durationDiffSuppress, tag_state's default",
    },
  },
  equivalences: {
    cleanupPolicies: {
      between: (state, given) => sameSet(state, given, (policy) => sorted(cleanupPolicy(policy))),
      source: "artifactregistry/resource_artifact_registry_repository.go: a set by mapHashID, durationDiffSuppress",
    },
    format: {
      between: (state, given) => textOf(state).toLowerCase() === textOf(given).toLowerCase(),
      source: "artifactregistry/resource_artifact_registry_repository.go: CaseDiffSuppress",
    },
  },
  refusals: [apiRefusal("artifactregistry.googleapis.com", "Artifact Registry API", "Error creating Repository")],
};

const sorted = (value: Value): Value =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(membersOf(value))
          .filter(([, member]) => (member ?? null) !== null)
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, member]) => [name, sorted(member)]),
      )
    : value;

const account: Behavior = {
  refusals: [
    apiRefusal("iam.googleapis.com", "Identity and Access Management (IAM) API", "Error creating service account"),
    {
      on: ["create"],
      says: ({ name }) =>
        /^[a-z]([-a-z0-9]{4,28}[a-z0-9])$/.test(name)
          ? undefined
          : `"account_id" ("${name}") doesn't match regexp "^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$"`,
      source: "resourcemanager/resource_google_service_account.go: ValidateRFC1035Name(6, 30)",
    },
  ],
};

const domainMapping: Behavior = {
  refusals: [apiRefusal("run.googleapis.com", "Cloud Run Admin API", "Error creating DomainMapping")],
};

const projectService: Behavior = {
  equivalences: {
    project: {
      between: (state, given) => lastPart(state) === lastPart(given),
      source: "resourcemanager/resource_google_project_service.go: CompareResourceNames",
    },
  },
  refusals: projectServiceRefusals,
};

export const gcpBehavior: BehaviorTable = {
  [SERVICE]: service,
  "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding": invokers,
  "gcp:artifactregistry/repository:Repository": repository,
  [ACCOUNT]: account,
  "gcp:cloudrun/domainMapping:DomainMapping": domainMapping,
  "gcp:projects/service:Service": projectService,
  ...gkeBehavior,
};
