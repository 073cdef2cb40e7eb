import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEnv } from "./env.ts";

describe("parseEnv", () => {
  it("has defaults for everything, and takes an empty variable for an absent one", () => {
    expect(parseEnv({ PORT: "" })).toMatchObject({
      port: 8000,
      host: undefined,
      workers: 1,
      logLevel: "info",
      maxThreads: 1,
    });
    expect(parseEnv({}).instanceId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    [{ PORT: "80a" }, 'PORT is "80a", but must be an integer from 0 to 65535: correct or unset it.'],
    [{ PORT: "65536" }, 'PORT is "65536", but must be an integer from 0 to 65535: correct or unset it.'],
    [{ THRESHOLD: "1.5" }, 'THRESHOLD is "1.5", but must be a number from 0 to 1: correct or unset it.'],
    [
      { KEEP_ALIVE_TIMEOUT_MS: "70000" },
      "HEADERS_TIMEOUT_MS is 66000, but must be above KEEP_ALIVE_TIMEOUT_MS, which is 70000: " +
        "else a kept connection is cut while its next request arrives.",
    ],
    [
      { METRICS: "emf" },
      'METRICS is "emf", which only AWS Lambda reads; elsewhere metrics are at GET /metrics: unset it.',
    ],
    [
      { METRICS_NAMESPACE: "AWS/Lambda" },
      'METRICS_NAMESPACE is "AWS/Lambda", but must have 1 to 255 letters, digits or . - _ / # : and not begin with AWS/: correct or unset it.',
    ],
    [
      { AWS_LAMBDA_FUNCTION_NAME: "churn", METRICS: "prometheus" },
      'METRICS is "prometheus", but must be one of emf, none: correct or unset it.',
    ],
    [
      { LOG_LEVEL: "loud" },
      'LOG_LEVEL is "loud", but must be one of trace, debug, info, warn, error, fatal, silent: correct or unset it.',
    ],
  ])("refuses %j", (env, sentence) => {
    expect(() => parseEnv(env)).toThrow(sentence);
  });

  // Every variable that is a number, with what Number() or parseInt() would have made of it.
  const NUMBERS = {
    PORT: "an integer from 0 to 65535",
    WORKERS: "an integer from 1 to 64",
    THRESHOLD: "a number from 0 to 1",
    MAX_THREADS: "an integer from 1 to 64",
    MAX_BATCH_BYTES: "an integer from 1024 to 9007199254740991",
    KEEP_ALIVE_TIMEOUT_MS: "an integer from 0 to 3600000",
    HEADERS_TIMEOUT_MS: "an integer from 0 to 3600000",
    BODY_IDLE_TIMEOUT_MS: "an integer from 100 to 3600000",
    MAX_UNREAD_BYTES: "an integer from 0 to 9007199254740991",
    DRAIN_DELAY_MS: "an integer from 0 to 600000",
    DRAIN_TIMEOUT_MS: "an integer from 0 to 600000",
  };
  const WRITTEN_OTHERWISE = [
    " ",
    "\t",
    " 1",
    "1\n",
    "0x1",
    "1e0",
    "1_0",
    "+1",
    "-0",
    "01",
    "Infinity",
    "NaN",
    "0,4",
    ".5",
  ];
  it.each(Object.entries(NUMBERS).flatMap(([name, allowed]) => WRITTEN_OTHERWISE.map((text) => [name, text, allowed])))(
    "%s accepts no number written as %j",
    (name, text, allowed) => {
      expect(() => parseEnv({ [name ?? ""]: text })).toThrow(
        `${name} is ${JSON.stringify(text)}, but must be ${allowed}: correct or unset it.`,
      );
    },
  );

  it("covers every number that the app reads", () => {
    const source = readFileSync(join(import.meta.dirname, "env.ts"), "utf8");
    const read = [...source.matchAll(/(?:integer|optionalInteger|decimal)\(env, "([A-Z_]+)"/g)].map(([, name]) => name);
    expect(new Set(read)).toEqual(new Set(Object.keys(NUMBERS)));
  });

  it.each([
    ["INFO", "info"],
    ["Warning", "warn"],
    ["WARN", "warn"],
    ["CRITICAL", "fatal"],
    ["FATAL", "fatal"],
    ["debug", "debug"],
  ])("reads LOG_LEVEL %s as %s", (written, level) => {
    expect(parseEnv({ LOG_LEVEL: written }).logLevel).toBe(level);
  });

  it.each(["NOTSET", " info", "info\n", "20", "inf"])("refuses LOG_LEVEL %j", (written) => {
    expect(() => parseEnv({ LOG_LEVEL: written })).toThrow(
      `LOG_LEVEL is ${JSON.stringify(written)}, but must be one of trace, debug, info, warn, error, fatal, silent: correct or unset it.`,
    );
  });

  it("reads METRICS in any case", () => {
    expect(parseEnv({ AWS_LAMBDA_FUNCTION_NAME: "churn", METRICS: "None" }).emf).toBeUndefined();
    expect(parseEnv({ AWS_LAMBDA_FUNCTION_NAME: "churn", METRICS: "EMF" }).emf?.functionName).toBe("churn");
  });

  it.each(["a\nb", "a\r", "\u001b[2J", "a b", "é", "x".repeat(201)])("refuses MODELPORT_INSTANCE_ID %j", (id) => {
    expect(() => parseEnv({ MODELPORT_INSTANCE_ID: id })).toThrow(
      `MODELPORT_INSTANCE_ID is ${JSON.stringify(id)}, but must have 1 to 200 visible ASCII characters and no space: correct or unset it.`,
    );
  });

  it.each(["sha256:abc", `sha256:${"A".repeat(64)}`, `sha256:${"a".repeat(64)}\n`])(
    "refuses MODELPORT_ARTIFACT_DIGEST %j",
    (digest) => {
      expect(() => parseEnv({ MODELPORT_ARTIFACT_DIGEST: digest })).toThrow(
        `MODELPORT_ARTIFACT_DIGEST is ${JSON.stringify(digest)}, but must be sha256: and 64 hex digits in lower case: correct or unset it.`,
      );
    },
  );

  it("counts metrics by the function's name on Lambda, unless told otherwise, and nowhere else", () => {
    const lambda = { AWS_LAMBDA_FUNCTION_NAME: "churn" };
    expect(parseEnv({}).emf).toBeUndefined();
    expect(parseEnv(lambda).emf).toEqual({ namespace: "modelport", functionName: "churn" });
    expect(parseEnv({ ...lambda, METRICS_NAMESPACE: "team/churn" }).emf?.namespace).toBe("team/churn");
    expect(parseEnv({ ...lambda, METRICS: "none" }).emf).toBeUndefined();
  });

  it.each([
    "https://app.example.com/",
    "https://App.example.com",
    "app.example.com",
    "https://a.example,*",
    "https://a:443",
    "https://a:99999",
    "https://a..b",
  ])("refuses the origin %s", (value) => {
    expect(() => parseEnv({ CORS_ORIGINS: value })).toThrow(
      `CORS_ORIGINS is "${value}", but must be * alone, or origins as browsers send them, separated by commas, e.g. https://app.example.com: ` +
        "lower case, no path or slash at the end, no port 443 or 80 of its scheme: correct or unset it.",
    );
  });

  it("takes origins one after another, or all of them", () => {
    const originsOf = (value: string) => parseEnv({ CORS_ORIGINS: value }).corsOrigins;
    expect(parseEnv({}).corsOrigins).toEqual([]);
    expect(originsOf("*")).toEqual(["*"]);
    const both = ["https://app.example.com", "http://localhost:5173"];
    expect(originsOf(both.join(", "))).toEqual(both);
    expect(originsOf("http://[::1]:5173")).toEqual(["http://[::1]:5173"]);
  });

  it("knows an instance that was started before a request needed it", () => {
    expect(parseEnv({}).startedOnDemand).toBe(true);
    expect(parseEnv({ AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand" }).startedOnDemand).toBe(true);
    expect(parseEnv({ AWS_LAMBDA_INITIALIZATION_TYPE: "provisioned-concurrency" }).startedOnDemand).toBe(false);
  });

  it("reads nothing that the README's table does not list", () => {
    const source = readFileSync(join(import.meta.dirname, "env.ts"), "utf8");
    const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");
    const names = [...source.matchAll(/env, "([A-Z_]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
