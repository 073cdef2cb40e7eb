// Settings of a stack file, parsed once and strictly: every problem becomes a sentence, and all are reported at once.
import { choiceOf, decimalOf, integerOf } from "@modelport/contracts";
import type * as z from "zod";
import { asText, configCommand, withStack } from "./config-command.ts";
import { ESTIMATE_KEYS, estimateSchemas, estimateSettings } from "./estimate-settings.ts";
import { meantValue, type WrongValue } from "./meant-value.ts";
import { nearestKey, trailingUnit } from "./nearest-key.ts";
import { DeploymentRefused } from "./refusal.ts";
import { isSecretName } from "./secrets.ts";
import { settingSchemas, type SettingSchema, type SettingSchemas } from "./setting-schema.ts";
import { valueSentences } from "./value-sentences.ts";

/** The namespace of the settings in `Pulumi.<stack>.yaml`. */
const settingsNamespace = "modelport";

/** Settings by key without the namespace. Values are the texts that the engine gives, or already typed. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** This project's part of a stack's whole configuration, whose keys carry a namespace (`modelport:serverPort`, `aws:region`). */
export function stackSettings(configuration: Readonly<Record<string, string>>): RawSettings {
  const prefix = `${settingsNamespace}:`;
  const own = Object.entries(configuration).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** The settings of the target among a stack's whole configuration: without those of its estimate. */
export function settingsOf(configuration: Readonly<Record<string, string>>): RawSettings {
  return Object.fromEntries(
    Object.entries(stackSettings(configuration)).filter(([key]) => !ESTIMATE_KEYS.includes(key)),
  );
}

/** One or more settings are wrong; the message has one line per problem. */
export class SettingsError extends DeploymentRefused {
  override readonly name = "SettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

export interface ParseOptions {
  /** What the schema says of its keys, for callers that parse more than once. */
  readonly schemas?: SettingSchemas;
  /** The stack that the commands name; the target's name by default. */
  readonly stack?: string;
  /** Defaults that replace the schema's because of what is set; see `TargetSpec.defaultsFor`. */
  readonly defaultsFor?: ((given: RawSettings) => RawSettings) | undefined;
  /** Today's keys by former ones; see `TargetSpec.renamed`. */
  readonly renamed?: Readonly<Record<string, string>> | undefined;
}

/** The settings of the target named `target` under `schema`; throws a {@link SettingsError} with every problem. */
export function parseSettings<S>(
  target: string,
  schema: z.ZodType<S>,
  raw: RawSettings,
  {
    schemas: ofKeys = settingSchemas(schema),
    stack = target,
    defaultsFor = () => ({}),
    renamed = {},
  }: ParseOptions = {},
): S {
  const unknown = Object.keys(raw).filter((key) => !Object.hasOwn(ofKeys, key));
  const known = Object.entries(raw).filter(([key]) => Object.hasOwn(ofKeys, key));
  const typed = Object.fromEntries(known.map(([key, value]) => [key, typedValue(value, ofKeys[key] ?? {})]));
  const parsed = schema.safeParse({ ...defaultsFor(typed), ...typed });
  if (parsed.success && unknown.length === 0) return parsed.data;
  const given = { raw, schema, schemas: { ...ofKeys, ...schemasOfGiven(typed, ofKeys, defaultsFor) }, renamed };
  const problems = [
    ...unknown.map((key) => unknownKeySentence(target, key, given)),
    ...(parsed.success ? [] : issueSentences(parsed.error.issues, given)),
  ];
  throw new SettingsError(problems.map((each) => withStack(each, stack)));
}

/** The schemas of the given keys, each with the default that it would have if it were left out: sentences name that one. */
function schemasOfGiven(typed: RawSettings, schemas: SettingSchemas, defaultsFor: (given: RawSettings) => RawSettings) {
  const entries = Object.keys(typed).map((key) => {
    const { [key]: _given, ...others } = typed;
    const instead = defaultsFor(others)[key];
    return [key, { ...schemas[key], ...(instead === undefined ? {} : { default: instead }) }] as const;
  });
  return Object.fromEntries(entries);
}

/** The engine gives every value as a string: read it as the setting's type, or leave it for the schema to refuse. */
function typedValue(value: unknown, { type, enum: choices, aliases }: SettingSchema): unknown {
  if (typeof value !== "string") return value;
  if (type === "integer") return integerOf(value) ?? value;
  if (type === "number") return decimalOf(value) ?? value;
  if (type === "boolean") {
    const choice = choiceOf(value, ["true", "false"]);
    return choice === undefined ? value : choice === "true";
  }
  if (type === "array" || type === "object") return jsonOrText(value);
  const names = choices?.filter((choice) => typeof choice === "string");
  return names === undefined ? value : (choiceOf(value, names, aliases) ?? value);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What was given, and what it was given to. */
interface Given {
  readonly raw: RawSettings;
  readonly schema: z.ZodType;
  readonly schemas: SettingSchemas;
  readonly renamed: Readonly<Record<string, string>>;
}

/** `key` with its value, and what it accepts. */
function wrongValue(key: string, value: unknown, { schema, schemas }: Given): WrongValue {
  const { shape } = schema as z.ZodObject;
  const ofKey = schemas[key] ?? {};
  return {
    key,
    value: typedValue(value, ofKey),
    schema: ofKey,
    accepts: (each) => (shape[key] as z.ZodType | undefined)?.safeParse(each).success ?? false,
  };
}

function unknownKeySentence(target: string, key: string, given: Given): string {
  const known = Object.keys(given.schemas);
  const renamed = Object.hasOwn(given.renamed, key) ? given.renamed[key] : undefined;
  const nearest = renamed ?? nearestKey(key, [...known, ...ESTIMATE_KEYS]);
  const name = `${settingsNamespace}:${key}`;
  const isOfEstimate = nearest !== undefined && ESTIMATE_KEYS.includes(nearest);
  const remedy = moveRemedy(
    key,
    nearest,
    isOfEstimate ? { ...given, schema: estimateSettings, schemas: estimateSchemas } : given,
  );
  if (renamed !== undefined) return `${name} is now called ${settingsNamespace}:${renamed}: ${remedy}`;
  const meant = nearest === undefined ? "" : ` (did you mean ${settingsNamespace}:${nearest}?)`;
  return `${name} is not a setting of the target ${target}${meant}: the settings are ${known.toSorted().join(", ")}; ${remedy}`;
}

function moveRemedy(key: string, nearest: string | undefined, given: Given): string {
  const remove = configCommand({ key });
  const value = nearest === undefined ? undefined : movedValue(key, nearest, given);
  if (nearest === undefined || value === undefined) return `remove it with ${remove}.`;
  return `move its value with ${configCommand({ key: nearest, value })}, and remove the old key with ${remove}.`;
}

/** The value of the mistyped key as `nearest` takes it: 1024 where `memoryGiB` is 1 and `memoryMiB` was meant. */
function movedValue(key: string, nearest: string, given: Given): unknown {
  const value = given.raw[key];
  if (Object.hasOwn(given.raw, nearest) || isSecretName(key) || value === undefined) return undefined;
  const unit = trailingUnit(key);
  const wrong = wrongValue(nearest, unit === trailingUnit(nearest) ? value : `${asText(value)}${unit}`, given);
  return wrong.accepts(wrong.value) ? wrong.value : meantValue(wrong);
}

type Issue = z.core.$ZodIssue;

/** The sentences of each key that has an issue; a rule about several keys carries its own sentence. */
function issueSentences(issues: readonly Issue[], given: Given): readonly string[] {
  const wrong = new Set(issues.filter(({ code }) => code !== "custom").map(({ path }) => path[0]));
  const sentences = issues.flatMap((issue) => {
    // Whether a value fits the others can be judged once it is valid on its own.
    if (issue.code === "custom") return wrong.has(issue.path[0]) ? [] : [issue.message];
    const key = String(issue.path[0]);
    return valueSentences(wrongValue(key, given.raw[key], given));
  });
  return [...new Set(sentences)];
}
