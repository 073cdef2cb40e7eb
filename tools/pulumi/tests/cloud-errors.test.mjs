import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { remediesFor } from "../src/cloud-errors.mjs";
import { explainedRun } from "../src/explained-run.mjs";

const off = (api) =>
  `Error creating Service: googleapi: Error 403: ${api} has not been used in project 123456789012 before or it is disabled. Enable it by ` +
  "visiting https://console.developers.google.com/apis/api/run.googleapis.com/overview?project=123456789012 then retry. If you enabled this " +
  "API recently, wait a few minutes for the action to propagate to our systems and retry.";

const RUN_OFF = off("Cloud Run Admin API");

describe("what a cloud refuses", () => {
  it.each([
    [
      `Error when reading or editing Project Service shop/run.googleapis.com: ${off("Cloud Resource Manager API")}`,
      "The Cloud Resource Manager API is off in the project 123456789012, and the others cannot be enabled without it: run `gcloud services " +
        "enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project 123456789012` once, and run it again with --refresh in a few minutes.",
      false,
    ],
    [
      `Failed to list enabled services for project shop: ${off("Service Usage API")}`,
      "The Service Usage API is off in the project 123456789012, and the others cannot be enabled without it: run `gcloud services " +
        "enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project 123456789012` once, and run it again with --refresh in a few minutes.",
      false,
    ],
    [
      RUN_OFF,
      "The Cloud Run Admin API is enabled by this stack, but for a few minutes Google still reports it as off in the project 123456789012: " +
        "run it again with --refresh in a few minutes.",
      true,
    ],
    [
      "googleapi: Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account api@shop.iam.gserviceaccount.com (or it may not exist).",
      "Google does not know the new service account api@shop.iam.gserviceaccount.com everywhere yet, or the account that deploys may not use it: " +
        "run it again with --refresh in a few minutes, and if it is refused again, grant that account roles/iam.serviceAccountUser.",
      true,
    ],
    [
      "Build failed with status: FAILURE and message: failed to Fetch: Access to bucket gcf-v2-sources-1-us-central1 denied. You must grant Storage " +
        "Object Viewer permission to api-build@shop.iam.gserviceaccount.com.",
      "The account that builds has its rights, but not everywhere yet: run it again with --refresh in a few minutes.",
      true,
    ],
    [
      "Error waiting to create function: Error waiting for Creating function: Error code 7, message: Unable to retrieve the repository metadata " +
        "for projects/shop/locations/us-central1/repositories/api-function. Ensure that the Cloud Functions service account has " +
        "'artifactregistry.repositories.list' and 'artifactregistry.repositories.get' permissions.",
      "Google has not given its own account for functions the rights yet, which takes minutes after the API is enabled: run it again with " +
        "--refresh in a few minutes.",
      true,
    ],
    [
      "Error code 9, message: failed precondition: due to quota restrictions, cannot run builds in this region. Please contact support",
      "Google lets this project build in a few regions only: choose one of them, as in " +
        "`npx pulumi config set gcp:region us-central1 --stack cloudrun`, or ask Google for a quota of builds in yours.",
      false,
    ],
    [
      "Error waiting to create Service: Error code 7, message: Google Cloud Run Service Agent service-1@serverless-robot-prod.iam.gserviceaccount.com " +
        "must have permission to read the image, us-central1-docker.pkg.dev/shop/api/inference-api.",
      "Cloud Run may not read the image yet, because Google grants it permission a few minutes after the API is enabled: wait that " +
        "long, then create the service again with `npx pulumi destroy --stack cloudrun` and `npx pulumi up --stack cloudrun`.",
      false,
    ],
    [
      'googleapi: Error 400: Operation denied by org policy: ["constraints/run.managed.requireInvokerIam"].',
      "Your organization enforces run.managed.requireInvokerIam, so no service of Cloud Run may be public: make it private with " +
        "`npx pulumi config set public false --stack cloudrun`, or ask an administrator for an exception for this project.",
      false,
    ],
    [
      "googleapi: Error 400: One or more users named in the policy do not belong to a permitted customer, perhaps due to an organization policy.",
      "Your organization's policy iam.allowedPolicyMemberDomains admits no members from other domains, and not allUsers: list only members of yours with " +
        `\`npx pulumi config set invokers '["group:<group>@<your domain>"]' --stack cloudrun\`, or ask an administrator to allow the others.`,
      false,
    ],
    [
      "Error creating Service: googleapi: Error 409: Resource 'bankchurn-api' already exists.",
      "The service exists in the project, and the state of cloudrun has no record of it: another clone deployed it, or the state was lost. Use the " +
        "backend that has the state (`npx pulumi login`), deploy another environment beside it (`--stack <target>-<environment>`), or delete what " +
        "is left there and run this again.",
      false,
    ],
    [
      "Error creating DomainMapping: googleapi: Error 409: Requested entity already exists",
      "The domain is already mapped to another Google service: remove that mapping (`gcloud beta run domain-mappings list`), or remove the domain " +
        "here with `npx pulumi config rm domain --stack cloudrun`.",
      false,
    ],
    [
      "Caller is not authorized to administer the domain 'churn.example.com'. If you own 'churn.example.com', you can verify it.",
      "Google does not know that churn.example.com is yours: prove it with `gcloud domains verify churn.example.com`, or remove the domain with " +
        "`npx pulumi config rm domain --stack cloudrun`.",
      false,
    ],
    [
      "Error code 9, message: Revision 'api-00002-abc' is not ready and cannot serve traffic. The user-provided container failed to start.",
      "The revision api-00002-abc did not become ready, so what answered before still answers: read why with `gcloud run revisions describe " +
        "api-00002-abc`, fix what it names, and run `npx pulumi up --refresh --stack cloudrun`.",
      false,
    ],
    [
      "The serviceusage.googleapis.com API requires a quota project, which is not set by default.",
      "Your login has no quota project, which Google charges requests to: run `gcloud auth application-default set-quota-project <project id>`, and run this again.",
      false,
    ],
    [
      "Billing account for project '123456789012' is not found. Billing must be enabled for activation of service(s) 'run.googleapis.com'.",
      "The project has no billing account, without which Google enables none of these APIs: link one with `gcloud billing projects link <project id> " +
        "--billing-account=<account id>`.",
      false,
    ],
    [
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
      "The account must keep 10 concurrent executions that no function reserves, and a new account has no more: remove the setting with `npx pulumi config " +
        "rm reservedConcurrency --stack cloudrun` (or provisionedConcurrency), or ask AWS for a higher quota in Service Quotas.",
      false,
    ],
    [
      "The function could not be updated due to a concurrent update operation.",
      "AWS was still updating the function: run it again with --refresh in a few minutes.",
      true,
    ],
  ])("%s", (error, sentence, passes) => {
    expect(remediesFor([error], "cloudrun")).toEqual({ sentences: [sentence], passes });
  });

  it("is said once, and passes only if all of it passes; what the engine says of the whole run is no cause", () => {
    const two = remediesFor([RUN_OFF, RUN_OFF, "update failed\n"], "cloudrun");
    expect(two.sentences).toHaveLength(1);
    expect(two.passes).toBe(true);
    expect(remediesFor([RUN_OFF, "an error that nobody knows"], "cloudrun").passes).toBe(false);
    expect(remediesFor([], "cloudrun")).toEqual({ sentences: [], passes: false });
  });
});

describe("a run", () => {
  /** Runs with errors, one list for each try, and the words of each try. */
  async function trying(errors, args = ["up", "--stack", "cloudrun", "--yes"]) {
    const tries = [];
    const said = [];
    const run = (words) => {
      const [own, log] = [words.slice(0, words.indexOf("--event-log")), words[words.indexOf("--event-log") + 1]];
      const failed = errors[tries.length] ?? [];
      tries.push(own.join(" "));
      const events = failed.map((message) => ({
        diagnosticEvent: { severity: "error", message: `<{%reset%}>${message}<{%reset%}>` },
      }));
      writeFileSync(log, `${events.map((event) => JSON.stringify(event)).join("\n")}\n{"diagnosticEv`);
      return Promise.resolve({ code: failed.length === 0 ? 0 : 255 });
    };
    const pauses = [];
    const pause = (milliseconds) => Promise.resolve(pauses.push(milliseconds));
    const result = await explainedRun(run, {
      args,
      env: {},
      stack: "cloudrun",
      complain: (line) => said.push(line),
      pause,
    });
    return { ...result, tries, said, pauses };
  }

  it("is tried again with a refresh while what it is refused for passes", async () => {
    const { code, tries, said, pauses } = await trying([[RUN_OFF], [RUN_OFF], []]);
    expect(code).toBe(0);
    const again = "up --stack cloudrun --yes --refresh";
    expect(tries).toEqual(["up --stack cloudrun --yes", again, again]);
    expect(said.filter((line) => line.startsWith("Trying"))).toEqual([
      "Trying again in 30 seconds (1 of 10).",
      "Trying again in 30 seconds (2 of 10).",
    ]);
    expect(pauses).toEqual([30_000, 30_000]);
  });

  it("ends after five minutes of that, with the CLI's code", async () => {
    const { code, tries } = await trying(Array.from({ length: 20 }, () => [RUN_OFF]));
    expect(code).toBe(255);
    expect(tries).toHaveLength(11);
  });

  it("is not tried again where somebody would have to answer, or where it would be refused again", async () => {
    expect((await trying([[RUN_OFF]], ["up", "--stack", "cloudrun"])).tries).toHaveLength(1);
    const { tries, said } = await trying([["googleapi: Error 409: constraints/run.managed.requireInvokerIam"]]);
    expect(tries).toHaveLength(1);
    expect(said).toHaveLength(1);
  });

  it("that succeeds says nothing more", async () => {
    const { code, said, tries } = await trying([[]], ["up", "--stack", "cloudrun", "--", "words"]);
    expect({ code, said }).toEqual({ code: 0, said: [] });
    expect(tries).toEqual(["up --stack cloudrun"]);
  });
});
