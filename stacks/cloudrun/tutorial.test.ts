// Does what docs/tutorial/cloudrun.md says: with the real engine, a stand-in for Google, and the packaged server behind its URL.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, type RunningService, startService, stopService } from "@modelport/local-runtime";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { readArtifacts } from "@modelport/packaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Command, follow, readTutorial, stepsOf } from "../tutorial.testing.ts";

const STACK = "cloudrun";
const { pages, codeOf } = await readTutorial(STACK);

test("both languages have the same nine steps and the same code", () => {
  const [english, spanish] = pages;
  expect(spanish.blocks).toEqual(english.blocks);
  for (const page of pages) expect(stepsOf(page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("what is not run is only what needs a clone, an account or the service's real address", () => {
  expect(codeOf("console").join("").trim().split("\n")).toEqual([
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ gcloud auth login",
    "$ gcloud auth application-default login",
    "$ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com --project my-project",
    "$ npx pulumi login gs://my-states",
    "$ npm run verify -- cloudrun",
  ]);
  for (const line of codeOf("sh").join("\n").split("\n")) {
    expect(line).toMatch(/^(export|npx|npm|curl) |^ {2}"|^$/);
  }
});

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the tutorial of cloudrun: ${reason}`);

describe.skipIf(reason !== undefined)("the page", { timeout: 300_000 }, () => {
  let engine: OfflineEngine;
  let artifacts: string;
  let folder: string;
  let service: RunningService | undefined;
  let printed: string;

  /** The packaged server with the variables that the stack declares, as Cloud Run would start it. */
  async function openService(): Promise<string> {
    const { artifacts: built } = readArtifacts(artifacts);
    const bundle = built.find(({ kind }) => kind === "server-bundle");
    if (bundle === undefined) throw new Error(`${artifacts} has no server bundle`);
    const declared = (await engine.resources(STACK)).find(({ type }) => type === "gcp:cloudrunv2/service:Service");
    if (declared === undefined) throw new Error("nothing is deployed");
    const { template } = declared.inputs as {
      template: { containers: [{ envs: readonly { name: string; value: string }[] }] };
    };
    service ??= await startService({
      name: "server",
      artifact: { kind: "server-bundle", path: path.join(artifacts, bundle.path), digest: bundle.digest },
      directory: path.join(folder, "server"),
      port: await freePort(),
      environment: Object.fromEntries(template.containers[0].envs.map(({ name, value }) => [name, value])),
    });
    return service.url;
  }

  async function answer({ command, args, variables }: Command): Promise<Answer> {
    const environment = {
      MODELPORT_ARTIFACTS_DIR: artifacts,
      GOOGLE_CLOUD_PROJECT: variables["GOOGLE_CLOUD_PROJECT"] ?? "",
    };
    const line = [command, ...args].join(" ");
    if (line === "npx nx run inference-api:image") return { output: `packaged into ${artifacts}\n` };
    if (line === "npm run preview -- cloudrun --offline") {
      return { run: [process.execPath, "tools/commands/preview.mjs", "cloudrun", "--offline"], environment };
    }
    if (command === "curl") {
      const [host, local] = [String((await engine.outputs(STACK))["url"]), await openService()];
      return { run: ["/usr/bin/curl", ...args.map((arg) => arg.replace(host, local))] };
    }
    const stack = args.indexOf("--stack");
    if (command !== "npx" || args[0] !== "pulumi" || args[stack + 1] !== STACK) throw new Error(`Not known: ${line}`);
    return engine.run(STACK, [...args.slice(1, stack), ...args.slice(stack + 2)], environment);
  }

  beforeAll(async () => {
    artifacts = await artifactsForTests();
    folder = await mkdtemp(path.join(tmpdir(), "modelport-tutorial-"));
    engine = await openOfflineEngine();
    printed = await follow(codeOf("sh").join("\n"), ["npx", "npm", "curl"], answer);
  }, 300_000);

  afterAll(async () => {
    if (service) await stopService(service);
    await engine?.dispose();
    if (folder) await rm(folder, { recursive: true });
  });

  test("shows the ten resources before they are paid for, and makes them", () => {
    // Once by itself, and once more at the beginning of `up`.
    expect(printed.match(/\+ 10 to create/g)).toHaveLength(2);
    expect(printed.match(/\+ 10 created/g)).toHaveLength(1);
    expect(printed).toContain(
      "modelport:public is true: anyone who can reach the URL can call this model, and you pay for each request;",
    );
  });

  test("gets the answer that it prints", () => {
    const [shown = "{}"] = codeOf("json");
    const [answered = "{}"] = /\{"churn_probability"[^}]*\}/.exec(printed) ?? [];
    expect({ ...(JSON.parse(answered) as object), request_id: "..." }).toEqual(JSON.parse(shown));
  });

  test("makes another revision of the same image, and then a private service", () => {
    // Before that, the preview was of another project.
    const deployed = printed.slice(printed.indexOf("+ 10 created"));
    expect(new Set(deployed.match(/sha256:[0-9a-f]{64}/g)).size).toBe(1);
    expect(/^bankchurn-api-(\d{5})-\w{3}$/m.exec(deployed)?.[1]).toBe("00002");
    const [shape = ""] = codeOf("text");
    const [before = "", after = ""] = shape
      .trim()
      .split("https://...")
      .flatMap((part) => part.split("'{...}'"));
    const line = printed.split("\n").findLast((each) => each.startsWith("curl -s https://"));
    expect(line?.startsWith(before)).toBe(true);
    expect(line).toContain(after);
  });

  test("leaves nothing", async () => {
    expect(printed).toMatch(/- 10 deleted/);
    expect(await engine.cloud(STACK)).toEqual([]);
  });
});
