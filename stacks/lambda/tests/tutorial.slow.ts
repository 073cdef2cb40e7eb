import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import path from "node:path";
import { type LambdaFront, serveLambda, startLambdaEmulator } from "@modelport/local-runtime";
import { readArtifacts } from "@modelport/packaging";
import { describeTutorial, type TutorialRun } from "@modelport/target-suite";
import { afterAll, expect, test } from "vitest";

let emulator: Awaited<ReturnType<typeof startLambdaEmulator>> | undefined;
let front: LambdaFront | undefined;

afterAll(async () => {
  await front?.close();
  await emulator?.stop();
});

async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { handler, memorySize, timeout, environment } = (await declared("aws:lambda/function:Function")).inputs as {
    readonly handler: string;
    readonly memorySize: number;
    readonly timeout: number;
    readonly environment: { readonly variables: Readonly<Record<string, string>> };
  };
  const { artifacts: packaged } = readArtifacts(artifacts);
  const zip = packaged.find(({ kind, platform }) => kind === "lambda-zip" && platform === "linux-x64");
  emulator ??= await startLambdaEmulator({
    zipPath: path.join(artifacts, zip?.path ?? ""),
    handler,
    memoryMiB: memorySize,
    timeoutSeconds: timeout,
    environment: environment.variables,
    maxEnvironments: 1,
  });
  front ??= await serveLambda({ emulator, port: 0 });
  return `http://127.0.0.1:${front.port}`;
}

await describeTutorial("lambda", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ aws configure",
    '$ eval "$(aws configure export-credentials --format env)"',
    "$ npx pulumi login s3://my-states",
    "$ npm run verify -- lambda",
    '$ aws lambda update-alias --function-name "$(npx pulumi stack output functionName --stack lambda)" --name live --function-version 1',
  ],
  packaging: "npx nx run inference-api:package",
  variables: {
    AWS_ACCESS_KEY_ID: "AKIDTUTORIAL",
    AWS_SECRET_ACCESS_KEY: "of the tutorial",
    AWS_SESSION_TOKEN: "temporary",
  },
  serve,
  further: (run) => {
    test("sign the first request, and send the one to the public stack as anyone can", () => {
      expect(run.curls.map((args) => args.includes("AKIDTUTORIAL:of the tutorial"))).toEqual([true, false]);
    });

    test("publish another version for a changed setting, and warn of a public stack", () => {
      expect(run.printed).toContain("memorySize");
      expect(run.printed).toMatch(/^2$/m);
      expect(run.printed).toContain("modelport:public is true");
    });
  },
});
