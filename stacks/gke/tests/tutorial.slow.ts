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

/** Puts a program on PATH that writes down how it is called. */
async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
}

await program("gcloud", `echo "apiVersion: v1" > "$KUBECONFIG"`);
// As kubectl says it, and then waits until it is stopped.
await program("kubectl", `echo "Forwarding from 127.0.0.1:${port} -> 8000"; exec sleep 60`);
process.env["PATH"] = `${folder}:${process.env["PATH"]}`;

afterAll(() => rm(folder, { recursive: true }));

/** The packaged server with the variables that the stack declares, behind the forwarded port. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { data } = (await declared("kubernetes:core/v1:ConfigMap")).inputs as { data: Record<string, string> };
  return server({ artifacts, environment: data, port });
}

await describeTutorial("gke", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ gcloud components install kubectl gke-gcloud-auth-plugin",
    "$ gcloud auth login",
    "$ gcloud auth application-default login",
    "$ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project my-project",
    "$ npx pulumi login gs://my-states",
    "$ npm run verify -- gke",
  ],
  packaging: "npx nx run inference-api:image",
  told: ["PATH", "GOOGLE_CLOUD_PROJECT"],
  serve,
  further: (run) => {
    test("get credentials before the port is forwarded, and end in public", async () => {
      const lines = (await readFile(calls, "utf8")).trim().split("\n");
      expect(lines[0]).toMatch(/^gcloud container clusters get-credentials bankchurn-api .*--dns-endpoint$/);
      expect(lines[1]).toMatch(/^kubectl .*port-forward service\/bankchurn-api /);
      expect(run.printed).toContain("modelport:public is true");
    });
  },
});
