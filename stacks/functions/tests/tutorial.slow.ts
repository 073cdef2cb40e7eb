import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeTutorial, type TutorialRun } from "@modelport/target-suite";
import { tutorialServer } from "@modelport/target-suite/tutorial-server";
import { expect, test } from "vitest";

const server = tutorialServer();

/** The packaged server, which the function's entry point starts too, with the variables that the stack declares. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { serviceConfig } = (await declared("gcp:cloudfunctionsv2/function:Function")).inputs as {
    serviceConfig: { environmentVariables: Readonly<Record<string, string>> };
  };
  return server({ artifacts, environment: serviceConfig.environmentVariables });
}

await describeTutorial("functions", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ gcloud auth login",
    "$ gcloud auth application-default login",
    "$ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project my-project",
    "$ npx pulumi login gs://my-states",
    "$ npm run verify -- functions",
  ],
  packaging: "npx nx run inference-api:package",
  told: ["GOOGLE_CLOUD_PROJECT"],
  serve,
  further: (run) => {
    test("warn of a public function", () => {
      expect(run.printed).toContain("modelport:public is true");
    });
  },
});
