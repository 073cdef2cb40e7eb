import { describe, expect, it } from "vitest";
import * as z from "zod";
import { appVariables } from "./app-environment.ts";
import { appSettings, textMap } from "./app-settings.ts";
import { environmentRule } from "./environment-rule.ts";
import { invokersRule } from "./invokers-rule.ts";
import { tagFaults } from "./ownership.ts";
import { type Rule, ruleWords, withRules } from "./rules.ts";
import { parseSettings, SettingsError } from "./settings.ts";

const settings = z.strictObject({
  ...appSettings,
  low: z.int().min(0).max(9).default(1),
  high: z.int().default(5),
  invokers: z.array(z.string()).default([]),
  tags: textMap,
});
type Settings = z.output<typeof settings>;

const { is, set, remove } = ruleWords<Settings>();
const inOrder: Rule<Settings> = ({ low, high }) =>
  low <= high ? {} : { low: `${is("low", low)}, above ${high}: set it with ${set("low", high)}, or ${remove("low")}.` };
const notSeven: Rule<Settings> = ({ low, high }) => ({
  low: [low, high].filter((each) => each === 7).map((each) => `${each} is not allowed.`),
});
const environment = environmentRule<Settings>({
  platform: "The cloud",
  variables: appVariables,
  reserved: /^CLOUD_/,
  name: { pattern: /^[A-Z_]+$/, inWords: "is capitals and _" },
  secretStore: "the vault",
  mostBytes: 200,
});
const tags: Rule<Settings> = (given) => ({
  tags: tagFaults(given.tags, {
    key: "tags",
    platform: "The cloud",
    name: { pattern: /^[a-z-]+$/, inWords: "lower-case letters" },
    value: { pattern: /^[a-z]*$/, inWords: "lower-case letters", nearest: (value) => value.toLowerCase() },
    reserved: { pattern: /^cloud-/, inWords: "that begin with cloud-" },
    most: 4,
  }),
});
const schema = withRules(settings, [inOrder, notSeven, environment, tags, invokersRule]);

function problemsOf(raw: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseSettings("demo", schema, raw);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const removed = (place: string) => `remove it with \`npx pulumi config rm --path modelport:${place} --stack demo\``;

describe("a rule across settings", () => {
  it("speaks its own sentence, with the commands of the stack", () => {
    expect(problemsOf({ low: 6 })).toEqual([
      "modelport:low is 6, above 5: set it with `npx pulumi config set modelport:low 5 --stack demo`, or `npx pulumi config rm modelport:low --stack demo`.",
    ]);
  });

  it("may have several sentences for one key, and says nothing of a key that is wrong on its own", () => {
    expect(problemsOf({ low: 7, high: 7 })).toEqual(["7 is not allowed."]);
    expect(problemsOf({ low: 8, high: 7 })).toHaveLength(2);
    expect(problemsOf({ low: 10, high: 7 })).toEqual([
      expect.stringMatching(/^modelport:low is "10", but it takes a whole number from 0 to 9 /),
    ]);
    expect(problemsOf({})).toEqual([]);
  });
});

describe("environment variables that a user adds", () => {
  it.each([
    ["LOG_LEVEL", "debug", `, which comes from modelport:logLevel: ${removed("environment.LOG_LEVEL")}.`],
    ["CLOUD_NAME", "x", `, a name that The cloud reserves: ${removed("environment.CLOUD_NAME")}.`],
    ["lower", "x", `, but a name is capitals and _: ${removed("environment.lower")}.`],
    [
      "APP_KEY",
      "hunter2",
      `, which looks like a secret and would be stored as plain text: ${removed("environment.APP_KEY")}, keep it in the vault and read it from there; the app itself needs no secret.`,
    ],
  ])("%s is refused, and its value not repeated", (name, value, sentence) => {
    const [said = "", ...more] = problemsOf({ environment: { [name]: value } });
    expect(said).toBe(`modelport:environment has ${name}${sentence}`);
    expect(more).toEqual([]);
    expect(said).not.toContain("hunter2");
  });

  it("are taken up to the platform's limit together with the target's own", () => {
    const long = (length: number) => problemsOf({ environment: { LONG: "x".repeat(length) } });
    const own = JSON.stringify({ LONG: "", LOG_LEVEL: "info", MODELPORT_ARTIFACT_DIGEST: `sha256:${"0".repeat(64)}` });
    const most = 200 - own.length;
    expect(long(most)).toEqual([]);
    expect(long(most + 1)).toEqual([
      `modelport:environment has ${12 + most} bytes as JSON, and 201 with the target's own variables, but The cloud takes 200 in all: shorten it by 1.`,
    ]);
  });

  it("pass otherwise", () => {
    expect(problemsOf({ environment: { TOKENIZERS_PARALLELISM: "false", DB_SECRET_ARN: "arn:x" } })).toEqual([]);
  });
});

describe("tags that a user adds", () => {
  it.each([
    ["modelport-stack", "by which the stack's resources are found"],
    ["cloud-x", "but The cloud reserves names that begin with cloud-"],
    ["R-2", "but The cloud takes lower-case letters as a name"],
  ])("%s is refused", (name, fault) => {
    expect(problemsOf({ tags: { [name]: "x" } })).toEqual([
      `modelport:tags has ${name}, ${fault}: remove it with \`npx pulumi config rm --path 'modelport:tags["${name}"]' --stack demo\`.`,
    ]);
  });

  it("have values that the platform takes", () => {
    expect(problemsOf({ tags: { team: "Risk" } })).toEqual([
      'modelport:tags has team, whose value is "Risk", but The cloud takes lower-case letters: set it with ' +
        `\`npx pulumi config set --path modelport:tags.team risk --type string --stack demo\`, or ${removed("tags.team")}.`,
    ]);
  });

  it("are no more than fit beside the stack's own", () => {
    expect(problemsOf({ tags: { a: "", b: "" } })).toEqual([]);
    expect(problemsOf({ tags: { a: "", b: "", c: "" } })).toEqual([
      "modelport:tags has 3 entries, but The cloud takes 2 in addition to the stack's own: remove 1.",
    ]);
  });
});

it("the callers of a public endpoint are not listed", () => {
  expect(problemsOf({ invokers: ["ann"] })).toEqual([]);
  expect(problemsOf({ public: true, invokers: ["ann"] })).toEqual([
    'modelport:invokers is ["ann"], but modelport:public is true, so anyone can call the endpoint: admit only these with `npx pulumi config rm modelport:public --stack demo`, or everyone with `npx pulumi config rm modelport:invokers --stack demo`.',
  ]);
});
