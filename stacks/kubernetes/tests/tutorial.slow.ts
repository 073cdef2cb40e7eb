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

/** Puts a program on PATH, which no cluster needs. */
async function program(name: string, script: string): Promise<void> {
  await writeFile(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${calls}\n${script}\n`);
  await chmod(path.join(folder, name), 0o755);
}

await program("kind", "");
// As kubectl says it, and then waits until it is stopped.
await program("kubectl", `echo "Forwarding from 127.0.0.1:${port} -> 8000"; exec sleep 60`);
process.env["PATH"] = `${folder}:${process.env["PATH"]}`;

afterAll(() => rm(folder, { recursive: true }));

/** The packaged server with the variables that the stack declares, behind the forwarded port. */
async function serve({ declared, artifacts }: TutorialRun): Promise<string> {
  const { data } = (await declared("kubernetes:core/v1:ConfigMap")).inputs as { data: Record<string, string> };
  return server({ artifacts, environment: data, port });
}

await describeTutorial("kubernetes", {
  artifacts: artifactsForTests,
  notRun: [
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ kind create cluster",
    "$ kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml",
    `$ kubectl patch -n kube-system deployment metrics-server --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--kubelet-insecure-tls"}]'`,
    "$ npx pulumi config set imageRepository registry.example.com/team/churn-api --stack kubernetes",
    "$ npm run verify -- kubernetes",
    "$ kind delete cluster",
  ],
  packaging: "npx nx run inference-api:image",
  told: ["PATH"],
  serve,
  further: () => {
    test("forward the Service's port, and call no other tool in a run without an account", async () => {
      const lines = (await readFile(calls, "utf8")).trim().split("\n");
      expect(lines.filter((line) => line.startsWith("kind "))).toEqual([]);
      expect(lines.at(-1)).toMatch(/^kubectl .*port-forward service\/bankchurn-api /);
    });
  },
});
