import { describe, expect, test } from "vitest";
import { cloudrun } from "./target.ts";

const defaults = {
  public: false,
  invokers: [],
  corsOrigins: [],
  ingress: "all",
  vcpus: 1,
  memoryMiB: 1024,
  minInstances: 0,
  maxInstances: 10,
  concurrency: 80,
  timeoutSeconds: 300,
  startupSeconds: 60,
  cpuAlways: false,
  startupCpuBoost: true,
  executionEnvironment: "gen2",
  logLevel: "info",
  environment: {},
  labels: {},
  vpcEgress: "private-ranges-only",
  keepImages: 10,
  deletionProtection: false,
};

test("an empty stack file gives the course's settings, and is private", () => {
  expect(cloudrun.parseSettings({})).toEqual(defaults);
});

test("texts of a stack file become what they mean", () => {
  const raw = {
    public: "true",
    vcpus: "2",
    invokers: "[]",
    corsOrigins: '["https://app.example.com"]',
    threshold: "0.4",
    environment: '{"MAX_THREADS":"2"}',
    labels: '{"team":"risk"}',
    network: "projects/shared/global/networks/main",
    domain: "churn.example.com",
  };
  expect(cloudrun.parseSettings(raw)).toEqual({
    ...defaults,
    public: true,
    corsOrigins: ["https://app.example.com"],
    vcpus: 2,
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    labels: { team: "risk" },
    network: "projects/shared/global/networks/main",
    domain: "churn.example.com",
  });
});

const refuses = (raw: Readonly<Record<string, unknown>>) => {
  try {
    cloudrun.parseSettings(raw);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
};

const members =
  "a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (for everybody there is modelport:public)";

describe("one value", () => {
  test.each([
    [
      { memoryMiB: "1GiB" },
      'modelport:memoryMiB is "1GiB", but it takes a whole number of MiB from 256 to 32768, written without the unit (1024 when left out); set it with "pulumi config set memoryMiB 1024".',
    ],
    [
      { timeoutSeconds: "2h" },
      'modelport:timeoutSeconds is "2h", but it takes a whole number of seconds from 1 to 3600, written without the unit (300 when left out); set it with "pulumi config set timeoutSeconds 300".',
    ],
    [
      { ingress: "private" },
      'modelport:ingress is "private", but it takes one of all, internal, internal-and-cloud-load-balancing ("all" when left out); set it with "pulumi config set ingress all".',
    ],
    [
      { invokers: ["allUsers"] },
      `modelport:invokers is ["allUsers"], but it takes ${members} ([] when left out); set it with "pulumi config set invokers []".`,
    ],
    [
      { domain: "https://churn.example.com" },
      'modelport:domain is "https://churn.example.com", but it takes a domain name in lower case; set it with "pulumi config set domain <value>".',
    ],
    [
      { memory: "1024" },
      'modelport:memory is not a setting of the target cloudrun (did you mean modelport:memoryMiB?): the settings are concurrency, corsOrigins, cpuAlways, deletionProtection, domain, environment, executionEnvironment, ingress, invokers, keepImages, labels, logLevel, maxInstances, memoryMiB, minInstances, network, public, startupCpuBoost, startupSeconds, subnetwork, threshold, timeoutSeconds, vcpus, vpcEgress; remove it with "pulumi config rm memory".',
    ],
  ])("%o is refused", (raw, sentence) => {
    expect(refuses(raw)).toEqual([sentence]);
  });
});

describe("processors and memory", () => {
  test.each([
    [0.08, 512],
    [0.25, 256],
    [0.5, 1024],
    [0.999, 1024],
    [1, 4096],
    [2, 8192],
    [4, 2048],
    [4, 16_384],
    [6, 4096],
    [8, 32_768],
  ])("%d vCPU go with %d MiB", (vcpus, memoryMiB) => {
    const small = vcpus < 1 ? { concurrency: 1, executionEnvironment: "gen1" } : {};
    expect(refuses({ vcpus, memoryMiB, ...small })).toEqual([]);
  });

  const gen1 = { concurrency: 1, executionEnvironment: "gen1" };
  test.each([
    [
      { ...gen1, vcpus: 0.3, memoryMiB: 1024 },
      "modelport:memoryMiB is 1024 with modelport:vcpus 0.3, for which Cloud Run takes 128 to 512 MiB; set memoryMiB to 512, or vcpus to 0.5.",
    ],
    [
      { ...gen1, vcpus: 0.5, memoryMiB: 2048 },
      "modelport:memoryMiB is 2048 with modelport:vcpus 0.5, for which Cloud Run takes 128 to 1024 MiB; set memoryMiB to 1024, or vcpus to 1.",
    ],
    [
      { vcpus: 1, memoryMiB: 8192 },
      "modelport:memoryMiB is 8192 with modelport:vcpus 1, for which Cloud Run takes 128 to 4096 MiB; set memoryMiB to 4096, or vcpus to 2.",
    ],
    [
      { vcpus: 4, memoryMiB: 1024 },
      "modelport:memoryMiB is 1024 with modelport:vcpus 4, for which Cloud Run takes 2048 to 16384 MiB; set memoryMiB to 2048.",
    ],
    [
      { vcpus: 8, memoryMiB: 2048 },
      "modelport:memoryMiB is 2048 with modelport:vcpus 8, for which Cloud Run takes 4096 to 32768 MiB; set memoryMiB to 4096.",
    ],
    [
      { vcpus: 3 },
      'modelport:vcpus is 3, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08; set it with "pulumi config set vcpus 4".',
    ],
    [
      { ...gen1, vcpus: 0.33333, memoryMiB: 512 },
      'modelport:vcpus is 0.33333, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08; set it with "pulumi config set vcpus 0.333".',
    ],
    [
      { memoryMiB: 256 },
      "modelport:executionEnvironment is gen2 with modelport:memoryMiB 256, but gen2 needs 512 MiB; set memoryMiB to 512, or executionEnvironment to gen1.",
    ],
  ])("%o are refused", (raw, sentence) => {
    expect(refuses(raw)).toEqual([sentence]);
  });

  test("below a whole processor there is one request at a time, gen1, and billing by request", () => {
    expect(refuses({ vcpus: 0.5, memoryMiB: 512, cpuAlways: true })).toEqual([
      "modelport:concurrency is 80 with modelport:vcpus 0.5: below 1 vCPU Cloud Run gives an instance one request at a time; set concurrency to 1, or vcpus to 1.",
      "modelport:executionEnvironment is gen2 with modelport:vcpus 0.5: below 1 vCPU Cloud Run has gen1 only; set executionEnvironment to gen1, or vcpus to 1.",
      "modelport:cpuAlways is true with modelport:vcpus 0.5: below 1 vCPU Cloud Run bills by request only; set cpuAlways to false, or vcpus to 1.",
    ]);
  });
});

describe("values that do not go together", () => {
  test.each([
    [
      { minInstances: 20 },
      "modelport:minInstances is 20, above modelport:maxInstances, which is 10; set maxInstances to 20 or more.",
    ],
    [
      { public: true, invokers: ["user:ann@example.com"] },
      "modelport:invokers names members while modelport:public is true, which lets everybody in; remove one of both.",
    ],
    [
      { corsOrigins: ["https://app.example.com"] },
      'modelport:corsOrigins is ["https://app.example.com"] with modelport:public false, where Cloud Run answers 403 to a browser\'s question whether a page may ask, which carries no identity token; set public to true, or remove corsOrigins.',
    ],
    [
      { vpcEgress: "all-traffic" },
      "modelport:vpcEgress is all-traffic, but no VPC is named; set network or subnetwork, or remove vpcEgress.",
    ],
    [
      { domain: "churn.example.com", ingress: "internal" },
      "modelport:domain is churn.example.com with modelport:ingress internal, behind which a mapped domain reaches nothing; set ingress to all, or remove domain.",
    ],
    [
      { environment: { PORT: "80" } },
      "modelport:environment has PORT, a name that Cloud Run keeps for itself: remove it with \"pulumi config rm --path 'environment.PORT'\".",
    ],
    [
      { environment: { LOG_LEVEL: "debug" } },
      "modelport:environment has LOG_LEVEL, which comes from modelport:logLevel: remove it with \"pulumi config rm --path 'environment.LOG_LEVEL'\".",
    ],
    [
      { environment: { CORS_ORIGINS: "*" } },
      "modelport:environment has CORS_ORIGINS, which comes from modelport:corsOrigins: remove it with \"pulumi config rm --path 'environment.CORS_ORIGINS'\".",
    ],
    [
      { environment: { "A-B": "1" } },
      "modelport:environment has A-B, but a name is letters, digits and _, and begins with no digit: remove it with \"pulumi config rm --path 'environment.A-B'\".",
    ],
    [
      { environment: { DB_PASSWORD: "hunter2" } },
      "modelport:environment has DB_PASSWORD, which looks like a secret, and would stand as plain text in the service's configuration: keep it in Secret Manager and read it from there; the model's app needs none.",
    ],
    [
      { labels: { "managed-by": "me" } },
      "modelport:labels has managed-by, by which the stack's resources are found: remove it with \"pulumi config rm --path 'labels.managed-by'\".",
    ],
    [
      { labels: { Team: "risk" } },
      'modelport:labels has Team: "risk", but Google takes lower-case letters, digits, _ and -, at most 63, and a letter first in the name: remove it with "pulumi config rm --path \'labels.Team\'".',
    ],
  ])("%o is refused", (raw, sentence) => {
    expect(refuses(raw)).toEqual([sentence]);
  });

  test("the value of a secret is in no sentence", () => {
    const key = `AIza${"a".repeat(35)}`;
    expect(refuses({ environment: { MAPS: key } }).join("")).toMatch(/^modelport:environment has MAPS, which looks/);
    expect(refuses({ environment: { MAPS: key } }).join("")).not.toContain(key);
  });
});
