import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeTutorial, type TutorialRun } from "@modelport/target-suite";
import { tutorialServer } from "@modelport/target-suite/tutorial-server";
import { expect, test } from "vitest";

const server = tutorialServer();

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** The packaged server with the variables of the declared task, as ECS would start it. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { containerDefinitions } = (await declared("aws:ecs/taskDefinition:TaskDefinition")).inputs as {
    readonly containerDefinitions: string;
  };
  const [{ environment }] = JSON.parse(containerDefinitions) as [Container];
  return server({ artifacts, environment: Object.fromEntries(environment.map(({ name, value }) => [name, value])) });
}

await describeTutorial("ecs", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ aws configure",
    '$ eval "$(aws configure export-credentials --format env)"',
    "$ npx pulumi login s3://my-states",
    "$ npm run verify -- ecs",
  ],
  packaging: "npx nx run inference-api:image",
  serve,
  further: (run) => {
    test("register another revision for a changed setting, with the memory that goes with it", () => {
      expect(run.printed).toMatch(/^arn:aws:ecs:us-east-1:\d{12}:task-definition\/[\w-]+:2$/m);
      expect(run.printed).toContain("[diff: ~cpu,memory]");
    });

    test("leave a load balancer that only the VPC can reach, with a target group of its own", () => {
      const [, afterwards = ""] = run.printed.split(/task-definition\/[\w-]+:2$/m);
      expect(afterwards).toMatch(/\+\+\s+aws:lb:TargetGroup ecs-main created replacement/);
      expect(afterwards).toContain("curl -s http://internal-");
    });
  },
});
