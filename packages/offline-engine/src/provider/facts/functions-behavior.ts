// What Cloud Functions, its builds and the bucket of the sources do. Files are in github.com/hashicorp/terraform-provider-google,
// google/services.
import { membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Behavior, BehaviorTable, Refusal } from "./behavior.ts";
import { declaredOf } from "./declared.ts";
import { apiRefusal } from "./gcp-apis.ts";
import { lastPart } from "./gcp-names.ts";
import { inLocation, runUri } from "./gcp.ts";
import { fill, type Making } from "./making.ts";

const ACCOUNT = "gcp:serviceaccount/account:Account";
const OBJECT = "gcp:storage/bucketObject:BucketObject";

const building = (inputs: Making["inputs"]) => membersOf(inputs["buildConfig"]);

/** The build's account, if the stack declares it. */
function builderOf(making: Making): string | undefined {
  const email = lastPart(building(making.inputs)["serviceAccount"] ?? "");
  return declaredOf(making, ACCOUNT).some(({ outputs }) => outputs["email"] === email) ? email : undefined;
}

const accountsMustExist: Refusal = {
  says: (making) => {
    const { inputs, world } = making;
    const runner = textOf(membersOf(inputs["serviceConfig"])["serviceAccountEmail"]);
    const builder = lastPart(building(inputs)["serviceAccount"] ?? "");
    const project = textOf(inputs["project"]) || world.project;
    const known = new Set(declaredOf(making, ACCOUNT).map(({ outputs }) => outputs["email"]));
    const missing = [runner, builder].find(
      (email) => email.endsWith(`@${project}.iam.gserviceaccount.com`) && !known.has(email),
    );
    return missing === undefined
      ? undefined
      : `googleapi: Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account ${missing} (or it may not exist).`;
  },
  source: "https://cloud.google.com/functions/docs/reference/iam/roles#additional-configuration",
};

const sourceMustExist: Refusal = {
  says: (making) => {
    const { bucket, object, generation } = membersOf(
      membersOf(building(making.inputs)["source"])["storageSource"] ?? null,
    );
    const found = declaredOf(making, OBJECT).find(
      ({ inputs }) => inputs["bucket"] === bucket && inputs["name"] === object,
    );
    const isThere = found !== undefined && (generation ?? found.outputs["generation"]) === found.outputs["generation"];
    return isThere
      ? undefined
      : `googleapi: Error 404: Cloud Storage object gs://${textOf(bucket)}/${textOf(object)} does not exist in that generation.`;
  },
  source: "cloudfunctions2/resource_cloudfunctions2_function.go: generation is Optional + Computed, and sent again",
};

/** What a build does with its account, the grant that lets it, and what it says without. */
const NEEDS: readonly (readonly [type: RegExp, role: RegExp, says: (account: string) => string])[] = [
  [
    /^gcp:(projects\/iAM|storage\/bucketIAM)Member:/,
    /^roles\/storage\.(objectViewer|objectAdmin|admin)$/,
    (account) =>
      `Build failed with status: FAILURE and message: failed to Fetch: Access to bucket gcf-v2-sources-1-us-central1 denied. You must grant Storage Object Viewer permission to ${account}.`,
  ],
  [
    /^gcp:(projects\/iAMMember|artifactregistry\/repositoryIamMember):/,
    /^roles\/artifactregistry\.(writer|repoAdmin|admin)$/,
    () =>
      'Build failed with status: FAILURE and message: denied: Permission "artifactregistry.repositories.uploadArtifacts" denied on resource.',
  ],
  [
    /^gcp:projects\/iAMMember:/,
    /^roles\/logging\.(logWriter|admin)$/,
    (account) =>
      `Build failed: the service account ${account} does not have permission to write logs to Cloud Logging. Grant the Logs Writer (roles/logging.logWriter) role.`,
  ],
];

/** The function is there by then, in the state FAILED or with what it had before. */
const buildMustBeAllowed: Refusal = {
  late: { inputs: ["buildConfig", "serviceConfig"] },
  says: (making) => {
    const account = builderOf(making);
    if (account === undefined) return undefined;
    const grants = making.others().filter(({ inputs }) => textOf(inputs["member"]) === `serviceAccount:${account}`);
    const missing = NEEDS.find(
      ([type, role]) => !grants.some((grant) => type.test(grant.type) && role.test(textOf(grant.inputs["role"]))),
    );
    return missing?.[2](account);
  },
  source:
    "https://cloud.google.com/functions/docs/securing/build-custom-sa; terraform-provider-google 20571 has the first sentence, 13535 what is left",
};

/** Cloud Run takes an egress only beside an interface or a connector: terraform-provider-google 15568. */
function withoutIdleEgress(serviceConfig: Value): Values {
  const { directVpcEgress, ...rest } = membersOf(serviceConfig);
  return directVpcEgress === undefined || rest["directVpcNetworkInterfaces"] === undefined
    ? rest
    : { ...rest, directVpcEgress };
}

const fn: Behavior = {
  answers: {
    serviceConfig: {
      as: (given, making) => ({
        serviceAccountEmail: fill("{projectNumber}-compute@developer.gserviceaccount.com", making),
        ...withoutIdleEgress(given),
        service: fill(`${inLocation}/services/{name}`, making),
        uri: runUri(making),
        gcfUri: runUri(making),
      }),
      source: "https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions#serviceconfig",
    },
  },
  refusals: [
    apiRefusal("cloudfunctions.googleapis.com", "Cloud Functions API", "Error creating function"),
    apiRefusal("cloudbuild.googleapis.com", "Cloud Build API", "Error creating function"),
    apiRefusal("run.googleapis.com", "Cloud Run Admin API", "Error creating function"),
    accountsMustExist,
    sourceMustExist,
    buildMustBeAllowed,
  ],
};

const upper = (given: Value): Value => textOf(given).toUpperCase();

const bucket: Behavior = {
  answers: { location: { as: upper, source: "storage/resource_storage_bucket.go: StateFunc ToUpper" } },
  equivalences: {
    location: {
      between: (state, given) => upper(state) === upper(given),
      source: "storage/resource_storage_bucket.go: StateFunc ToUpper",
    },
  },
  refusals: [apiRefusal("storage.googleapis.com", "Cloud Storage JSON API", "Error creating bucket")],
};

export const functionsBehavior: BehaviorTable = {
  "gcp:cloudfunctionsv2/function:Function": fn,
  "gcp:storage/bucket:Bucket": bucket,
};
