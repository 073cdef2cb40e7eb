import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeTutorial, type TutorialRun } from "@modelport/target-suite";
import { tutorialServer } from "@modelport/target-suite/tutorial-server";
import { expect, test } from "vitest";

const server = tutorialServer();

/** The packaged server with the variables that the stack declares, as Cloud Run would start it. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { template } = (await declared("gcp:cloudrunv2/service:Service")).inputs as {
    template: { containers: [{ envs: readonly { name: string; value: string }[] }] };
  };
  const { envs } = template.containers[0];
  return server({ artifacts, environment: Object.fromEntries(envs.map(({ name, value }) => [name, value])) });
}

await describeTutorial("cloudrun", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ gcloud auth login",
    "$ gcloud auth application-default login",
    "$ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project my-project",
    "$ npx pulumi login gs://my-states",
    "$ npm run verify -- cloudrun",
  ],
  packaging: "npx nx run inference-api:image",
  told: ["GOOGLE_CLOUD_PROJECT"],
  serve,
  further: (run) => {
    test("warn of a public service, and make another revision of the same image", () => {
      expect(run.printed).toContain("modelport:public is true");
      // Before that, the preview was of another project.
      const deployed = run.printed.slice(run.printed.search(/\+ \d+ created/));
      expect(new Set(deployed.match(/sha256:[0-9a-f]{64}/g)).size).toBe(1);
      expect(/^bankchurn-api-(\d{5})-\w{3}$/m.exec(deployed)?.[1]).toBe("00002");
    });
  },
});
