import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { LAMBDA_LIMITS } from "@modelport/local-runtime";
import { datedFacts, timeoutFaults } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import { lambda } from "./target.ts";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8").replaceAll(/ +/g, " ");

describe("the README", () => {
  test.each(lambda.settings.map((setting) => [setting.key, setting] as const))("has %s", (_key, setting) => {
    const { key, allowed, default: value, description } = setting;
    const shown = value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
    expect(readme).toContain(`| \`${key}\` | ${allowed} | ${shown} | ${description} |`);
  });

  test("has every output of the target's own", () => {
    for (const name of Object.keys(lambda.outputs)) expect(readme).toContain(`\`${name}\``);
  });

  test("has the costs that docs/costs/lambda.mjs gives", () => {
    const script = path.join(import.meta.dirname, "../../docs/costs/lambda.mjs");
    const rows = execFileSync(process.execPath, [script], { encoding: "utf8" }).split("\n").slice(2).filter(Boolean);
    expect(rows).toHaveLength(14);
    for (const row of rows) expect(readme).toContain(row);
  });
});

describe("facts", () => {
  test("each has a source and a date", () => {
    for (const { path: where, fact } of datedFacts(lambda.facts)) {
      expect(fact.source, where).not.toBe("");
      expect(fact.asOf, where).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (fact.value === null) expect(fact.note, where).toBeTruthy();
    }
  });

  test("nothing of the path has a timer that another one must outlast", () => {
    expect(timeoutFaults(lambda.facts.timeouts.value)).toEqual([]);
  });

  test("the limits are those that the local runtime keeps", () => {
    expect(lambda.facts.limits.requestBytes.value).toBe(LAMBDA_LIMITS.requestBytes);
    expect(lambda.facts.limits.responseBytes.value).toBe(LAMBDA_LIMITS.responseBytes);
  });
});
