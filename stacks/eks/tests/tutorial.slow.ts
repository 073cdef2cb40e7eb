import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { freePort } from "@modelport/local-runtime";
import { describeTutorial, type TutorialRun } from "@modelport/target-suite";
import { tutorialServer } from "@modelport/target-suite/tutorial-server";
import { afterAll, expect, test } from "vitest";

const folder = await mkdtemp(path.join(tmpdir(), "modelport-tutorial-"));
const port = await freePort();
const calls = path.join(folder, "calls");
const server = tutorialServer();

/** Puts a program on PATH, which no account needs. */
async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
}

await program("aws", "");
// As kubectl says it, and then waits until it is stopped.
await program("kubectl", `echo "Forwarding from 127.0.0.1:${port} -> 8000"; exec sleep 60`);
process.env["PATH"] = `${folder}:${process.env["PATH"]}`;

afterAll(() => rm(folder, { recursive: true }));

/** The packaged server with the variables that the stack declares, behind the forwarded port. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { data } = (await declared("kubernetes:core/v1:ConfigMap")).inputs as { data: Record<string, string> };
  return server({ artifacts, environment: data, port });
}

await describeTutorial("eks", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ aws configure",
    '$ eval "$(aws configure export-credentials --format env)"',
    "$ npx pulumi login s3://my-states",
    "$ npm run verify -- eks",
  ],
  packaging: "npx nx run inference-api:image",
  told: ["PATH"],
  serve,
  further: (run) => {
    test("let the nodes follow the pods", () => {
      expect(run.printed).toContain("5 of t3.medium, which hold 25 pods, those of a rollout included");
    });

    test("write a kubeconfig, and forward the Service's port", async () => {
      const lines = (await readFile(calls, "utf8")).trim().split("\n");
      expect(lines).toContain("aws eks update-kubeconfig --region us-east-1 --name eks --alias eks");
      expect(lines.at(-1)).toMatch(/^kubectl .*port-forward service\/bankchurn-api /);
    });
  },
});
