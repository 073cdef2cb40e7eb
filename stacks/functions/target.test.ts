import { describeTarget } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./tests/suite.testing.ts";
import { functions } from "./target.ts";

describeTarget(functions, suite);

test("the settings' limits are the facts'", () => {
  const { limits } = functions.facts;
  const mostOf = (key: string) => functions.settings.find((setting) => setting.key === key)?.allowed;
  expect(mostOf("memoryMiB")).toContain(` to ${limits.memoryMiB.value},`);
  expect(mostOf("vcpus")).toContain(` to ${limits.vcpus.value}`);
  expect(mostOf("timeoutSeconds")).toContain(` to ${limits.requestTimeoutSeconds.value},`);
  expect(mostOf("concurrency")).toContain(` to ${limits.concurrentRequestsPerInstance.value}`);
  expect(mostOf("maxInstances")).toContain(` to ${limits.instances.value}`);
});
