import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { datedFacts, timeoutFaults, timeoutsEnvironment } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import { cloudrun } from "./target.ts";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8").replaceAll(/ +/g, " ");

describe("the README", () => {
  test.each(cloudrun.settings.map((setting) => [setting.key, setting] as const))("has %s", (_key, setting) => {
    const { key, allowed, default: value, description } = setting;
    const shown = value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
    expect(readme).toContain(`| \`${key}\` | ${allowed} | ${shown} | ${description} |`);
  });

  test("has every output of the target's own", () => {
    for (const name of Object.keys(cloudrun.outputs)) expect(readme).toContain(`\`${name}\``);
  });

  test("has the costs that docs/costs/cloudrun.mjs gives", () => {
    const script = path.join(import.meta.dirname, "../../docs/costs/cloudrun.mjs");
    const rows = execFileSync(process.execPath, [script], { encoding: "utf8" }).split("\n").slice(2).filter(Boolean);
    expect(rows).toHaveLength(14);
    for (const row of rows) expect(readme).toContain(row);
  });
});

describe("facts", () => {
  test("each has a source and a date", () => {
    for (const { path: where, fact } of datedFacts(cloudrun.facts)) {
      expect(fact.source, where).not.toBe("");
      expect(fact.asOf, where).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (fact.value === null) expect(fact.note, where).toBeTruthy();
    }
  });

  test("nothing of the path has a timer that another one must outlast, and none runs through a pause", () => {
    expect(timeoutFaults(cloudrun.facts.timeouts.value)).toEqual([]);
    expect(timeoutsEnvironment(cloudrun.facts.timeouts.value)).toMatchObject({ KEEP_ALIVE_TIMEOUT_MS: "0" });
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
});

test("the committed stack is the course's exercise: public, in us-central1, and nothing else", () => {
  const file = readFileSync(path.join(import.meta.dirname, "../Pulumi.cloudrun.yaml"), "utf8");
  expect(file.split("\n").filter((line) => /^ {2}\S+:\S+: /.test(line))).toEqual([
    "  gcp:region: us-central1",
    "  modelport:public: true",
  ]);
});
