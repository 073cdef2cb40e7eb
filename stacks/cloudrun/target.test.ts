import { describeTarget } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./tests/suite.testing.ts";
import { cloudrun } from "./target.ts";

describeTarget(cloudrun, suite);

test.each([
  [{ vcpus: 0.08 }, { memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" }],
  [{ vcpus: 0.5 }, { memoryMiB: 1024, concurrency: 1, executionEnvironment: "gen1" }],
  [
    { vcpus: 0.25, memoryMiB: 256 },
    { concurrency: 1, executionEnvironment: "gen1" },
  ],
  [{ vcpus: 0.999, memoryMiB: 1024 }, { concurrency: 1 }],
  [{ vcpus: 1, memoryMiB: 4096 }, { concurrency: 80 }],
  [{ vcpus: 4, memoryMiB: 16_384 }, { concurrency: 320 }],
  [{ vcpus: 6, memoryMiB: 4096 }, { concurrency: 480 }],
  [{ vcpus: 2 }, { memoryMiB: 1024, concurrency: 160, executionEnvironment: "gen2" }],
  [{ vcpus: "4" }, { memoryMiB: 2048 }],
  [{ vcpus: 8 }, { memoryMiB: 4096 }],
  [{ memoryMiB: 256 }, { vcpus: 1, executionEnvironment: "gen1" }],
  [{ memoryMiB: 8192 }, { vcpus: 2 }],
  [{ memoryMiB: 32_768 }, { vcpus: 8, executionEnvironment: "gen2" }],
  [{ minInstances: 20 }, { maxInstances: 20 }],
  [{ minInstances: 3 }, { maxInstances: 10 }],
])("%j: the defaults of the other settings fit", (raw, fitting) => {
  expect(cloudrun.parseSettings(raw)).toMatchObject(fitting);
});

test("the settings' limits are the facts'", () => {
  const { limits } = cloudrun.facts;
  const mostOf = (key: string) => cloudrun.settings.find((setting) => setting.key === key)?.allowed;
  expect(mostOf("memoryMiB")).toContain(` to ${limits.memoryMiB.value},`);
  expect(mostOf("vcpus")).toContain(` to ${limits.vcpus.value}`);
  expect(mostOf("timeoutSeconds")).toContain(` to ${limits.requestTimeoutSeconds.value},`);
  expect(mostOf("concurrency")).toContain(` to ${limits.concurrentRequestsPerInstance.value}`);
  expect(mostOf("maxInstances")).toContain(` to ${limits.instances.value}`);
});
