import { describeTarget } from "@modelport/target-suite";
import { LAMBDA_LIMITS } from "@modelport/local-runtime";
import * as pulumi from "@pulumi/pulumi";
import type { ArtifactKind, DeployableArtifact, DeployContext } from "@modelport/target-kit";
import { beforeEach, describe, expect, test } from "vitest";
import { deploy } from "./deploy.ts";
import { Deployment } from "./deployment/deployment.ts";
import { occupyPort } from "./occupy-port.testing.ts";
import { mistakes } from "./mistakes.ts";
import type { ServiceInputs } from "./deployment/service.ts";
import type { LocalSettings } from "./settings.ts";
import { faultyRemedies, sentencesOf } from "../remedies.testing.ts";
import { refusedSettings } from "./refused-settings.testing.ts";
import { local } from "./target.ts";

const [serverPort, lambdaPort] = await freePorts();

describeTarget(local, {
  deploy,
  folder: import.meta.dirname,
  settings: { serverPort, lambdaPort },
  computed: {
    "pulumi-nodejs:dynamic/local:Service": ({ inputs }) => ({ url: `http://127.0.0.1:${String(inputs["port"])}` }),
  },
  mistakes,
});

describe("settings", () => {
  test("the defaults", () => {
    expect(local.parseSettings({})).toEqual({
      serverPort: 8000,
      lambdaPort: 8001,
      memoryMiB: 1024,
      timeoutSeconds: 30,
      logLevel: "info",
    });
  });

  test.each(refusedSettings)("%j is refused", (raw, sentences) => {
    expect(sentencesOf(local, raw)).toEqual(sentences);
  });

  test.each(refusedSettings)("each command of a sentence does what it says: %j", (raw) => {
    expect(faultyRemedies(local, raw)).toEqual([]);
  });
});

describe("facts and prices", () => {
  test("the Lambda limits are those that the runtime keeps", () => {
    expect(local.facts.limits.requestBytes.value).toBe(LAMBDA_LIMITS.requestBytes);
    expect(local.facts.limits.responseBytes.value).toBe(LAMBDA_LIMITS.responseBytes);
  });

  test("nothing is to be paid, and the line says why", () => {
    const workload = { durationMs: 1, memoryMiB: 512, requestBytes: 500, responseBytes: 200, peakFactor: 1 };
    expect(local.cost({ ...workload, requestsPerMonth: 1e6 }, {})).toEqual([
      {
        name: "This machine",
        recurrence: "fixed",
        unit: "month",
        quantity: 1,
        unitPrice: 0,
        usdPerMonth: 0,
        note: "You already have the machine; its price and its electricity are not counted.",
      },
    ]);
  });
});

describe("the graph", () => {
  const declared: pulumi.runtime.MockResourceArgs[] = [];
  const digests = { "server-bundle": "sha256:aa", "lambda-zip": "sha256:bb", "oci-image": "sha256:cc" } as const;
  const artifact = (kind: ArtifactKind): DeployableArtifact => {
    const folder = "apps/inference-api/dist";
    return {
      kind,
      platform: "linux-x64",
      digest: digests[kind],
      bytes: 1,
      unpackedBytes: 2,
      path: `${folder}/${kind}`,
    };
  };
  const contextOf = (stack: string, settings: LocalSettings): DeployContext<LocalSettings> => ({
    stack,
    name: stack,
    settings,
    model: { name: "bankchurn", version: "1.0.0", onnxSha256: "0", example: { age: 35 } },
    artifact,
  });
  const serverOf = (stack: string, port: number): ServiceInputs => ({
    stack,
    service: "server",
    artifactKind: "server-bundle",
    artifactDigest: "sha256:aa",
    artifactPath: "apps/inference-api/dist/server-bundle",
    port,
    environment: {
      LOG_LEVEL: "debug",
      KEEP_ALIVE_TIMEOUT_MS: "65000",
      HEADERS_TIMEOUT_MS: "66000",
      DRAIN_DELAY_MS: "0",
      DRAIN_TIMEOUT_MS: "8000",
    },
  });
  const lambdaOf = (stack: string, port: number): ServiceInputs => ({
    ...serverOf(stack, port),
    service: "lambda",
    artifactKind: "lambda-zip",
    artifactDigest: "sha256:bb",
    environment: { LOG_LEVEL: "debug" },
    artifactPath: "apps/inference-api/dist/lambda-zip",
    memoryMiB: 256,
    timeoutSeconds: 5,
  });

  beforeEach(async () => {
    declared.length = 0;
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          declared.push(args);
          const url = `http://127.0.0.1:${args.inputs.port}`;
          return { id: `${args.name}-id`, state: { ...args.inputs, url } };
        },
        call: () => ({}),
      },
      "modelport",
      "local-b",
    );
  });

  const declaredServices = () =>
    declared
      .filter((resource) => resource.custom)
      .map(({ type, name, inputs: { __provider, ...inputs } }) => ({ type, name, inputs }));

  test("both artefacts become a service with exactly these inputs", async () => {
    const settings = { serverPort, lambdaPort, memoryMiB: 256, timeoutSeconds: 5, logLevel: "debug" } as const;
    const { auth, artifact: answering, ...urls } = await deploy(contextOf("local-b", settings));
    const outputs = await settled(urls as Record<string, pulumi.Input<string>>);
    expect([auth, answering.digest]).toEqual([{ kind: "none" }, "sha256:aa"]);
    const type = "pulumi-nodejs:dynamic/local:Service";
    expect(declaredServices()).toEqual([
      { type, name: "local-b-server", inputs: serverOf("local-b", serverPort) },
      { type, name: "local-b-lambda", inputs: lambdaOf("local-b", lambdaPort) },
    ]);
    expect(outputs).toEqual({
      url: `http://127.0.0.1:${serverPort}`,
      serverUrl: `http://127.0.0.1:${serverPort}`,
      lambdaUrl: `http://127.0.0.1:${lambdaPort}`,
      lambdaArtifactDigest: "sha256:bb",
    });
  });

  test("the engine's copy of the provider says nothing of this machine", async () => {
    const { server } = new Deployment("local", { server: serverOf("local", 1), lambda: lambdaOf("local", 2) });
    await settled({ urn: server.urn });
    const [text] = declared
      .filter((resource) => resource.custom)
      .map((resource) => String(resource.inputs["__provider"]));
    expect(text).toContain('import("@modelport/stacks/local/service.ts")');
    expect(text).not.toContain(process.cwd());
  });
});

function settled(outputs: Readonly<Record<string, pulumi.Input<string>>>): Promise<Record<string, string>> {
  return new Promise((resolve) => {
    pulumi.all(outputs).apply((values) => resolve(values));
  });
}

async function freePorts(): Promise<[number, number]> {
  const [one, two] = [await occupyPort(), await occupyPort()];
  await Promise.all([one.release(), two.release()]);
  return [one.port, two.port];
}
