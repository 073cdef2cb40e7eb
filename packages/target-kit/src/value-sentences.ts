// What is wrong with the value of one setting, and the command that sets the value that was meant.
import { asText, configCommand } from "./config-command.ts";
import { meantList, meantValue, type WrongValue } from "./meant-value.ts";
import { isSecretName } from "./secrets.ts";
import { allowedInWords } from "./setting-schema.ts";

/** One sentence; for a map of strings, one for each entry that is not a string. */
export function valueSentences(wrong: WrongValue): readonly string[] {
  const { key, value, schema } = wrong;
  if (schema.type === "object" && isMap(value)) return entrySentences(key, value, wrong.accepts);
  const name = `modelport:${key}`;
  const allowed = allowedInWords(key, schema);
  if (value === undefined) return [`${name} is missing: it takes ${allowed}; ${exampleRemedy(wrong)}`];
  const shown = typeof value === "object" ? JSON.stringify(value) : `"${asText(value)}"`;
  const otherwise = schema.default === undefined ? "" : ` (${JSON.stringify(schema.default)} when left out)`;
  return [`${name} is ${shown}, but it takes ${allowed}${otherwise}; ${remedyFor(wrong)}`];
}

function remedyFor(wrong: WrongValue): string {
  const { key, value, schema, accepts } = wrong;
  const meant = meantValue(wrong);
  const unquoted = numbersIn(value);
  if (meant !== undefined && unquoted.length > 0) {
    const [what, it] = unquoted.length === 1 ? ["a number", "it"] : ["numbers", "them"];
    return (
      `YAML reads ${unquoted.join(" and ")} as ${what}: quote ${it} in the stack's file, or set the list with ` +
      `${configCommand({ key, value: meant })}.`
    );
  }
  if (meant !== undefined) return `set it with ${configCommand({ key, value: meant })}.`;
  if (schema.type === "boolean") {
    return `set it with ${configCommand({ key, value: true })}, or with ${configCommand({ key, value: false })}.`;
  }
  if (schema.type === "array") {
    const { understood } = meantList(value, accepts);
    if (understood.length > 0) return `keep the valid ones with ${configCommand({ key, value: understood })}.`;
  }
  const isAny = schema.type === "array" || schema.type === "object" || schema.default === undefined;
  if (isAny && schema.example === undefined) return `correct it, or remove it with ${configCommand({ key })}.`;
  return exampleRemedy(wrong);
}

function exampleRemedy({ key, schema }: WrongValue): string {
  const example = schema.example ?? schema.default ?? schema.minimum ?? "<value>";
  return `set it with ${configCommand({ key, value: example })}.`;
}

function numbersIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "number") : [];
}

/** The value itself is repeated only in the command, and never if the name says that it is a secret. */
function entrySentences(
  key: string,
  map: Readonly<Record<string, unknown>>,
  accepts: WrongValue["accepts"],
): readonly string[] {
  return Object.entries(map).flatMap(([at, value]) => {
    if (accepts({ [at]: value })) return [];
    const name = `modelport:${key} has ${at}, whose value`;
    if (isMap(value) || Array.isArray(value) || isSecretName(at)) {
      return [`${name} is not a string: remove it with ${configCommand({ key, at })}.`];
    }
    const kind = value === null ? "nothing" : `a ${typeof value}`;
    const text = value === null ? "" : asText(value);
    return [
      `${name} YAML reads as ${kind}: quote it in the stack's file, or set it with ${configCommand({ key, at, value: text })}.`,
    ];
  });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
