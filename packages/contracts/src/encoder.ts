// Generates the validator of one model as JavaScript: it writes a request body into the float32 row in one pass,
// without zod.
import { FLOAT32_MAX } from "./diagnose.ts";
import type { Feature, Manifest } from "./manifest-schema.ts";

/** The exports of the generated module. */
export interface Encoder {
  /** SHA-256 of the manifest.json that it was generated from. */
  readonly manifestSha256: string;
  /**
   * Validates `body` and writes its features into `row`, starting at index `at`. Returns false if anything is wrong
   * (then `diagnose` says what); the row's content is then undefined.
   */
  encode(body: unknown, row: Float32Array, at: number): boolean;
}

/** A `switch` with more categories compares them one by one. */
const MOST_CASES = 32;

/** The bits of a small integer, which is cheap in every JavaScript engine. */
const BITS = 30;

/**
 * The source of an ES module that implements {@link Encoder} for `manifest`. Property order, aliases and optional
 * fields cost nothing: one `switch` over the keys that were sent.
 */
export function generateEncoder(manifest: Manifest, manifestSha256: string): string {
  const { features } = manifest;
  const words = Array.from({ length: Math.ceil(features.length / BITS) }, (_, word) => word);
  return `// Generated from manifest.json of ${manifest.name} ${manifest.version}: do not edit.
export const manifestSha256 = ${JSON.stringify(manifestSha256)};
${features.map((feature, index) => codesOf(feature, index)).join("")}export function encode(body, row, at) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  let ${words.map((word) => `seen${word} = 0`).join(", ")};
  for (const key in body) {
    const value = body[key];
    switch (key) {
${features.map((feature, index) => caseOf(feature, index)).join("\n")}
      default:
        return false;
    }
  }
${features.map((feature, index) => defaultOf(feature, index)).join("")}  return ${words.map((word) => `seen${word} === ${fullMask(features.length - word * BITS)}`).join(" && ")};
}
`;
}

function caseOf(feature: Feature, index: number): string {
  const names = [...new Set([feature.name, ...feature.aliases])];
  const [word, bit] = place(index);
  return `${names.map((name) => `      case ${JSON.stringify(name)}:`).join("\n")}
        if (seen${word} & ${bit}) return false;
        seen${word} |= ${bit};
${assignment(feature, index)}
        break;`;
}

/** The codes of a field with many categories. */
function codesOf(feature: Feature, index: number): string {
  if (feature.type !== "categorical" || feature.categories.length <= MOST_CASES) return "";
  return `const codes${index} = new Map(${JSON.stringify(feature.categories)}.map((category, code) => [category, code]));\n`;
}

function assignment(feature: Feature, index: number): string {
  const target = `row[at + ${index}]`;
  switch (feature.type) {
    case "categorical": {
      if (feature.categories.length > MOST_CASES) {
        return `        const code${index} = codes${index}.get(value);
        if (code${index} === undefined) return false;
        ${target} = code${index};`;
      }
      const codes = feature.categories.map((c, code) => `case ${JSON.stringify(c)}: ${target} = ${code}; break;`);
      return `        switch (value) { ${codes.join(" ")} default: return false; }`;
    }
    case "boolean":
      return `        if (value === 1 || value === true) ${target} = 1;
        else if (value === 0 || value === false) ${target} = 0;
        else return false;`;
    case "number":
    case "integer": {
      const { minimum = -FLOAT32_MAX, maximum = FLOAT32_MAX } = feature;
      const whole = feature.type === "integer" ? " || !Number.isInteger(value)" : "";
      return `        if (typeof value !== "number" || !(value >= ${minimum} && value <= ${maximum})${whole}) return false;
        ${target} = value;`;
    }
  }
}

function defaultOf(feature: Feature, index: number): string {
  if (feature.default === undefined) return "";
  const [word, bit] = place(index);
  const code = feature.type === "categorical" ? feature.categories.indexOf(feature.default) : Number(feature.default);
  return `  if (!(seen${word} & ${bit})) { seen${word} |= ${bit}; row[at + ${index}] = ${code}; }\n`;
}

function place(index: number): [word: number, bit: number] {
  return [Math.floor(index / BITS), 2 ** (index % BITS)];
}

function fullMask(remaining: number): number {
  return 2 ** Math.min(remaining, BITS) - 1;
}
