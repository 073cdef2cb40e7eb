// Describes JSON Schema, as OpenAPI 3.1 uses it, in words. Covers only what the documents of models contain.
import { element } from "./dom.mjs";
import { say } from "./language.mjs";

/**
 * @typedef {object} Schema
 * @property {string} [$ref]
 * @property {string | string[]} [type]
 * @property {string} [description]
 * @property {unknown} [const]
 * @property {unknown[]} [enum]
 * @property {unknown} [default]
 * @property {unknown} [example]
 * @property {unknown[]} [examples]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {Schema | boolean} [additionalProperties]
 * @property {Schema} [items]
 * @property {Schema[]} [anyOf]
 * @property {Schema[]} [oneOf]
 * @property {Schema[]} [allOf]
 */

/** A limit beyond this comes from the number format, not from the model. */
const LARGEST_TOLD = 1e38;

/**
 * One line: `integer, 18 to 100`, `one of "a", "b"`, or links to named schemas.
 * @param {Schema} schema
 * @returns {(Node | string)[]}
 */
export function typeOf(schema) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return [element("a", { href: `#schema-${name}` }, name)];
  }
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (several) return several.flatMap((each, i) => [...(i > 0 ? [` ${say("or")} `] : []), ...typeOf(each)]);
  if (schema.const !== undefined) return [element("code", {}, JSON.stringify(schema.const))];
  if (schema.enum) {
    return schema.enum.flatMap((value, i) => [...(i > 0 ? [", "] : []), element("code", {}, JSON.stringify(value))]);
  }
  const type = [schema.type ?? (schema.properties ? "object" : "any")].flat().join(` ${say("or")} `);
  if (schema.items) return [`${type} (`, ...typeOf(schema.items), ")"];
  const limits = limitsOf(schema);
  return [limits ? `${type}, ${limits}` : type];
}

/** @param {Schema} schema */
function limitsOf({ minimum, maximum }) {
  const least = minimum !== undefined && minimum > -LARGEST_TOLD ? minimum : undefined;
  const most = maximum !== undefined && maximum < LARGEST_TOLD ? maximum : undefined;
  if (least !== undefined && most !== undefined) return say("between", { minimum: least, maximum: most });
  if (least !== undefined) return say("from", { minimum: least });
  return most === undefined ? "" : say("upTo", { maximum: most });
}

/**
 * A schema with all its members; those of nested objects are below the member that holds them.
 * @param {Schema} schema
 * @returns {HTMLElement}
 */
export function schemaBlock(schema) {
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  const parts = several?.filter((each) => each.properties) ?? [];
  const own = schema.properties ? [members(schema)] : parts.length > 0 ? [] : [element("p", {}, ...typeOf(schema))];
  return element(
    "div",
    { class: "schema" },
    schema.description ? element("p", { lang: "en" }, schema.description) : undefined,
    ...own,
    ...parts.flatMap((each, i) => [...(i > 0 ? [element("p", { class: "quiet" }, say("or"))] : []), schemaBlock(each)]),
  );
}

/**
 * @param {Schema} schema
 * @returns {HTMLElement}
 */
function members({ properties = {}, required = [] }) {
  const list = Object.entries(properties).map(([name, member]) => {
    const nested = member.properties ? member : member.items?.properties ? member.items : undefined;
    return definition(name, typeOf(member), required.includes(name), member, ...(nested ? [members(nested)] : []));
  });
  return element("dl", {}, ...list);
}

/**
 * A name, its type and its description, with more nodes below.
 * @param {string} name
 * @param {readonly (Node | string)[]} type
 * @param {boolean} required
 * @param {{description?: string, default?: unknown}} said
 * @param {...Node} below
 */
export function definition(name, type, required, said, ...below) {
  const more = [
    ...(required ? [say("required")] : []),
    ...(said.default === undefined ? [] : [say("default", { value: JSON.stringify(said.default) })]),
  ];
  return element(
    "div",
    {},
    element("dt", {}, element("code", {}, name)),
    element("dd", { class: "type" }, ...type, more.length > 0 ? `; ${more.join("; ")}` : ""),
    ...(said.description ? [element("dd", { lang: "en" }, said.description)] : []),
    ...below.map((node) => element("dd", {}, node)),
  );
}

/**
 * A valid value: the schema's example, or one composed from its parts.
 * @param {Schema} schema
 * @param {(schema: Schema) => Schema} resolve follows $ref
 * @returns {unknown}
 */
export function exampleOf(schema, resolve) {
  const known = resolve(schema);
  const given = known.example ?? known.examples?.[0] ?? known.const ?? known.default ?? known.enum?.[0];
  if (given !== undefined) return given;
  const [first] = known.anyOf ?? known.oneOf ?? known.allOf ?? [];
  if (first) return exampleOf(first, resolve);
  if (known.items) return [exampleOf(known.items, resolve)];
  if (known.properties) {
    const names = known.required ?? Object.keys(known.properties);
    return Object.fromEntries(names.map((name) => [name, exampleOf(known.properties?.[name] ?? {}, resolve)]));
  }
  const [type] = [known.type ?? "string"].flat();
  return type === "number" || type === "integer" ? (known.minimum ?? 0) : type === "boolean" ? true : "string";
}
