import { describe, expect, it } from "vitest";
import { fakeGo } from "../../pulumi/tests/fixture.mjs";
import { buildProvider } from "../../pulumi/src/provider-from-go.mjs";
import { createCompleteMachine, createMachine } from "./fixture.mjs";

describe("the provider of a cloud", () => {
  it("is missing where the CLI fetches none, with the command and the host, and the last line names the cloud", async () => {
    const machine = await createMachine({ without: ["pulumi", "pulumi-language-nodejs"] });
    machine.install();
    machine.logIn();
    expect((await machine.rows("aws")).slice(-2)).toEqual([
      "missing provider: aws 7.48.0: not on this machine; get.pulumi.com or api.github.com must be reachable",
      "  $ npx pulumi plugin install resource aws 7.48.0",
    ]);
    expect((await machine.examine()).summary).toMatch(/ to deploy to AWS, to deploy to Google Cloud\.$/);
  });

  it("is a note where the CLI on PATH fetches it", async () => {
    const machine = await createMachine();
    machine.install();
    expect(await machine.rows("google-cloud")).toContain(
      "note provider: gcp 9.37.0: downloaded at the first use, from get.pulumi.com or api.github.com",
    );
  });
});

describe("the provider of Kubernetes, where the CLI fetches none", () => {
  const without = ["pulumi", "pulumi-language-nodejs"];
  const rowsOf = async (machine) => (await machine.rows("kubernetes")).filter((row) => /provider|npx pulumi/.test(row));

  it("is built at the first use", async () => {
    const machine = await createMachine({ without });
    machine.install();
    expect(await rowsOf(machine)).toEqual([
      "note provider: kubernetes 4.34.2: none yet; the first use builds it from Go modules in about ten minutes",
      "  $ npx pulumi preview --stack kubernetes",
    ]);
  });

  it("is there once it is built", async () => {
    const machine = await createMachine({ without });
    machine.install();
    const provider = { name: "kubernetes", version: "4.34.2" };
    machine.program("go", fakeGo("1.26.8"));
    await buildProvider(provider, { env: machine.env, log: () => {} });
    expect(await rowsOf(machine)).toEqual([
      expect.stringMatching(/^ok provider: kubernetes 4\.34\.2, built from Go modules \(commit [0-9a-f]{12}\)$/),
    ]);
  });

  it("is missing where Go cannot build it", async () => {
    const machine = await createMachine({ without });
    machine.install();
    machine.program("go", "#!/bin/sh\necho go version go1.21.3 linux/amd64\n");
    expect(await rowsOf(machine)).toEqual([
      "missing provider: kubernetes 4.34.2: not on this machine; get.pulumi.com or api.github.com must be reachable",
      "  $ npx pulumi plugin install resource kubernetes 4.34.2",
    ]);
  });
});

describe("--online asks", () => {
  const answers = (text) => `#!/bin/sh\nprintf '${text}'\n`;

  it.each([
    ["1000\\t900", "ok function limit: 1000 instances at a time, 900 of them not reserved"],
    [
      "10\\t10",
      "note function limit: 10 instances at a time, 10 of them not reserved: modelport:reservedConcurrency and provisionedConcurrency need more than 100; limit requests with modelport:endpoint http-api and its throttle",
    ],
    ["no", "note function limit: AWS did not answer"],
  ])("AWS how many functions may run at a time: %j", async (answer, row) => {
    const machine = await createCompleteMachine();
    machine.program("aws", answers(answer));
    expect(await machine.rows("aws", { online: true })).toContain(row);
    expect((await machine.rows("aws")).join("\n")).not.toContain("function limit");
  });

  it.each([
    [
      "cloudresourcemanager.googleapis.com\\nserviceusage.googleapis.com\\n",
      ["ok APIs: the APIs that a first deployment needs are enabled"],
    ],
    [
      "serviceusage.googleapis.com\\n",
      [
        "missing APIs: cloudresourcemanager.googleapis.com not enabled",
        "  $ gcloud services enable cloudresourcemanager.googleapis.com",
      ],
    ],
  ])("Google which APIs are on: %j", async (answer, rows) => {
    const machine = await createCompleteMachine();
    machine.program("gcloud", answers(answer));
    expect((await machine.rows("google-cloud", { online: true })).slice(-rows.length)).toEqual(rows);
  });

  it("Google about the project that a variable names, and prints no name of it", async () => {
    const machine = await createCompleteMachine();
    machine.program(
      "gcloud",
      `#!/bin/sh\ncase "$*" in *--project=shop) echo cloudresourcemanager.googleapis.com serviceusage.googleapis.com;; esac\n`,
    );
    const asked = (env) => machine.rows("google-cloud", { online: true, env });
    expect(await asked({ GOOGLE_CLOUD_PROJECT: "shop" })).toContain(
      "ok APIs: the APIs that a first deployment needs are enabled",
    );
    const other = (await asked({ GOOGLE_PROJECT: "other" })).join("\n");
    expect(other).toContain(
      "missing APIs: cloudresourcemanager.googleapis.com and serviceusage.googleapis.com not enabled",
    );
    expect(other).not.toContain("=other");
  });
});
