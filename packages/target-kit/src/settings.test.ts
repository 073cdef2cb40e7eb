import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parseSettings, SettingsError, settingsOf } from "./settings.ts";

const schema = z
  .strictObject({
    port: z.int().min(1).max(65535).default(8000),
    otherPort: z.int().min(1).max(65535).default(8001),
    memoryMiB: z.int().min(128).max(10240).default(512),
    timeoutSeconds: z.int().min(1).max(900).default(30),
    share: z.number().min(0).max(1).optional(),
    public: z.boolean().default(false),
    logLevel: z
      .enum(["info", "debug"])
      .default("info")
      .meta({ aliases: { verbose: "debug" } }),
    region: z.string(),
    tags: z.record(z.string(), z.string()).default({}),
  })
  .superRefine((settings, context) => {
    if (settings.port === settings.otherPort) {
      context.addIssue({ code: "custom", path: ["port"], message: `Both ports are ${settings.port}: change one.` });
    }
  });

const problemsOf = (raw: Record<string, unknown>): readonly string[] => {
  try {
    parseSettings("demo", schema, { region: "here", ...raw });
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

test("an empty stack file gives the defaults", () => {
  expect(parseSettings("demo", schema, { region: "here" })).toEqual({
    port: 8000,
    otherPort: 8001,
    memoryMiB: 512,
    timeoutSeconds: 30,
    public: false,
    logLevel: "info",
    region: "here",
    tags: {},
  });
});

test("the engine's texts are read as the setting's type, and text stays text", () => {
  const raw = { port: "9000", share: "0.5", public: "true", region: "123", tags: '{"team":"risk"}' };
  expect(parseSettings("demo", schema, raw)).toMatchObject({
    port: 9000,
    share: 0.5,
    public: true,
    region: "123",
    tags: { team: "risk" },
  });
});

test.each([
  [" 5 ", "5"],
  ["5\n", "5"],
  ["0x5", "8000"],
  ["5e2", "8000"],
  ["1_0", "8000"],
  ["+5", "8000"],
  ["0400", "400"],
  ["Infinity", "8000"],
  ["NaN", "8000"],
  ["5.0", "5"],
  ["٥", "8000"],
  ["", "8000"],
])("the whole number %j is refused as it is written", (text, meant) => {
  expect(problemsOf({ port: text })).toEqual([
    `modelport:port is "${text}", but it takes a whole number from 1 to 65535 (8000 when left out); set it with \`npx pulumi config set modelport:port ${meant} --stack demo\`.`,
  ]);
});

test.each(["0,4", " 0.4", "0.4\t", "00.4"])("the number %j is refused as it is written, and understood", (text) => {
  expect(problemsOf({ share: text })).toEqual([
    `modelport:share is "${text}", but it takes a number from 0 to 1; set it with \`npx pulumi config set modelport:share 0.4 --stack demo\`.`,
  ]);
});

test.each([".4", "1.", "4e-1", "0x0", "1_0", "-0", "+0.4", "1e400", ""])("the number %j is refused", (text) => {
  expect(problemsOf({ share: text })).toEqual([
    `modelport:share is "${text}", but it takes a number from 0 to 1; correct it, or remove it with \`npx pulumi config rm modelport:share --stack demo\`.`,
  ]);
});

test("names and booleans are taken in any case, and names by their aliases; the canonical name is the value", () => {
  const read = (raw: Record<string, string>) => parseSettings("demo", schema, { region: "here", ...raw });
  expect(["INFO", "Debug", "VERBOSE"].map((logLevel) => read({ logLevel }).logLevel)).toEqual([
    "info",
    "debug",
    "debug",
  ]);
  expect(["true", "True", "TRUE", "false", "False"].map((text) => read({ public: text }).public)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(read({ region: "EU-West-1" }).region).toBe("EU-West-1");
});

test.each(["yes", "on", "1", " true", "t"])("%j is no boolean", (text) => {
  expect(problemsOf({ public: text })).toHaveLength(1);
});

test.each([
  [
    { port: "eighty" },
    'modelport:port is "eighty", but it takes a whole number from 1 to 65535 (8000 when left out); set it with `npx pulumi config set modelport:port 8000 --stack demo`.',
  ],
  [
    { port: "0" },
    'modelport:port is "0", but it takes a whole number from 1 to 65535 (8000 when left out); set it with `npx pulumi config set modelport:port 8000 --stack demo`.',
  ],
  [
    { port: "" },
    'modelport:port is "", but it takes a whole number from 1 to 65535 (8000 when left out); set it with `npx pulumi config set modelport:port 8000 --stack demo`.',
  ],
  [
    { port: "80.5" },
    'modelport:port is "80.5", but it takes a whole number from 1 to 65535 (8000 when left out); set it with `npx pulumi config set modelport:port 8000 --stack demo`.',
  ],
  [
    { public: "yes" },
    'modelport:public is "yes", but it takes true or false (false when left out); set it with `npx pulumi config set modelport:public true --stack demo`.',
  ],
  [
    { logLevel: "loud" },
    'modelport:logLevel is "loud", but it takes one of info, debug ("info" when left out); set it with `npx pulumi config set modelport:logLevel info --stack demo`.',
  ],
  [
    { share: "2" },
    'modelport:share is "2", but it takes a number from 0 to 1; correct it, or remove it with `npx pulumi config rm modelport:share --stack demo`.',
  ],
  [
    { tags: "team" },
    'modelport:tags is "team", but it takes a map of names to values ({} when left out); correct it, or remove it with `npx pulumi config rm modelport:tags --stack demo`.',
  ],
])("a wrong value: %o", (raw, sentence) => {
  expect(problemsOf(raw)).toEqual([sentence]);
});

test("a value with a unit is told the number that was meant", () => {
  expect(problemsOf({ memoryMiB: "1GiB", timeoutSeconds: "2m" })).toEqual([
    'modelport:memoryMiB is "1GiB", but it takes a whole number of MiB from 128 to 10240, written without the unit (512 when left out); set it with `npx pulumi config set modelport:memoryMiB 1024 --stack demo`.',
    'modelport:timeoutSeconds is "2m", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 120 --stack demo`.',
  ]);
});

test("a value with a unit that is too much, too little or not whole becomes the nearest one that is allowed", () => {
  expect(problemsOf({ memoryMiB: "512MB" })[0]).toContain(
    "`npx pulumi config set modelport:memoryMiB 512 --stack demo`",
  );
  expect(problemsOf({ timeoutSeconds: "500ms" })[0]).toContain(
    "`npx pulumi config set modelport:timeoutSeconds 1 --stack demo`",
  );
  expect(problemsOf({ memoryMiB: "64GiB" })[0]).toContain(
    "`npx pulumi config set modelport:memoryMiB 10240 --stack demo`",
  );
});

test("a setting that must be given and is not", () => {
  expect(() => parseSettings("demo", schema, {})).toThrow(
    "modelport:region is missing: it takes text; set it with `npx pulumi config set modelport:region '<value>' --stack demo`.",
  );
});

test("an unknown key is named, with the key that was meant and all that there are", () => {
  const rest = "the settings are logLevel, memoryMiB, otherPort, port, public, region, share, tags, timeoutSeconds; ";
  const moved = (wrong: string, right: string, value: string) =>
    `modelport:${wrong} is not a setting of the target demo (did you mean modelport:${right}?): ${rest}` +
    `move its value with \`npx pulumi config set modelport:${right} ${value} --stack demo\`, ` +
    `and remove the old key with \`npx pulumi config rm modelport:${wrong} --stack demo\`.`;
  const colour = `modelport:colour is not a setting of the target demo: ${rest}remove it with \`npx pulumi config rm modelport:colour --stack demo\`.`;
  expect(problemsOf({ memoryMb: "512", timeoutMs: "60000", logLevle: "debug", colour: "red" })).toEqual([
    moved("memoryMb", "memoryMiB", "512"),
    moved("timeoutMs", "timeoutSeconds", "60"),
    moved("logLevle", "logLevel", "debug"),
    colour,
  ]);
});

test("the value of an unknown key goes nowhere where the right one is set already, or it is a secret's", () => {
  expect(problemsOf({ memoryMb: "512", memoryMiB: "1024" })[0]).toMatch(
    /; remove it with `npx pulumi config rm modelport:memoryMb --stack demo`\.$/,
  );
  const secretive = z.strictObject({ apiKeys: z.string().default("none") });
  expect(() => parseSettings("demo", secretive, { apiKey: "hunter2" })).not.toThrow("hunter2");
});

test("commands name the stack at hand", () => {
  expect(() => parseSettings("demo", schema, { region: "here", port: "x" }, { stack: "demo-prod" })).toThrow(
    "set it with `npx pulumi config set modelport:port 8000 --stack demo-prod`.",
  );
});

test("a name of every object is an unknown key like any other", () => {
  expect(problemsOf({ toString: "1", constructor: "2" })).toHaveLength(2);
});

test("all problems are told at once, one line each", () => {
  const raw = { region: "here", port: "x", logLevel: "loud", colour: "red" };
  expect(() => parseSettings("demo", schema, raw)).toThrow(SettingsError);
  expect(problemsOf(raw)).toHaveLength(3);
});

test("a rule about several settings speaks its own sentence", () => {
  expect(problemsOf({ port: "9000", otherPort: "9000" })).toEqual(["Both ports are 9000: change one."]);
});

test("a schema that would let unknown keys pass is the author's mistake", () => {
  expect(() => parseSettings("demo", z.object({}), {})).toThrow(
    "A target's settings must be a z.strictObject, so that an unknown key is refused.",
  );
});

test("the settings are the stack's configuration under the project's namespace", () => {
  const configuration = { "modelport:port": "1", "aws:region": "us-east-1", "modelport:a:b": "c", port: "2" };
  expect(settingsOf(configuration)).toEqual({ port: "1", "a:b": "c" });
});

describe("a default that depends on another setting", () => {
  const defaultsFor = ({ region }: Readonly<Record<string, unknown>>) =>
    region === "far" ? { timeoutSeconds: 29 } : {};
  const parse = (raw: Record<string, unknown>) => parseSettings("demo", schema, raw, { defaultsFor });

  test("applies where the setting is left out, and only there", () => {
    expect(parse({ region: "here" })).toMatchObject({ timeoutSeconds: 30 });
    expect(parse({ region: "far" })).toMatchObject({ timeoutSeconds: 29 });
    expect(parse({ region: "far", timeoutSeconds: "5" })).toMatchObject({ timeoutSeconds: 5 });
  });

  test("is the one that a sentence names", () => {
    expect(() => parse({ region: "far", timeoutSeconds: "long" })).toThrow(
      'modelport:timeoutSeconds is "long", but it takes a whole number of seconds from 1 to 900, written without the unit (29 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 29 --stack demo`.',
    );
  });
});
