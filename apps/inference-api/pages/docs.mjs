// `/docs`: the API as openapi.json describes it.
import { copyable, curlLine } from "./curl.mjs";
import { byId, element } from "./dom.mjs";
import { inChosenLanguage, say } from "./language.mjs";
import { definition, exampleOf, schemaBlock, typeOf } from "./schema.mjs";

/** @typedef {import("./schema.mjs").Schema} Schema */
/** @typedef {Record<string, {schema?: Schema, example?: unknown, examples?: Record<string, {value?: unknown}>}>} Content */
/** @typedef {{$ref?: string, name: string, in: string, required?: boolean, description?: string, schema?: Schema}} Parameter */
/**
 * @typedef {object} Operation
 * @property {string} [summary]
 * @property {string} [description]
 * @property {Parameter[]} [parameters]
 * @property {{content: Content}} [requestBody]
 * @property {Record<string, {description?: string, content?: Content}>} [responses]
 */
/**
 * @typedef {object} OpenApi
 * @property {{title: string, version: string, description?: string}} info
 * @property {Record<string, Record<string, Operation>>} paths
 * @property {{schemas?: Record<string, Schema>}} [components]
 */
/** @typedef {{method: string, path: string, id: string, operation: Operation}} Listed */

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options"];
const PROBLEM = "application/problem+json";

/** @type {OpenApi | undefined} */
let api;

inChosenLanguage(render);
const response = await fetch("openapi.json").catch(() => undefined);
if (response?.ok) {
  api = await response.json();
  render();
  // Only now does the element exist that the URL's fragment points to.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
} else {
  byId("problem", HTMLElement).textContent = say("unreachable");
}

function render() {
  if (!api) return;
  const { info } = api;
  document.title = `${info.title}: ${say("reference")}`;
  const operations = listed(api);
  const schemas = Object.entries(api.components?.schemas ?? {});
  byId("document", HTMLElement).replaceChildren(
    element("p", {}, element("strong", { lang: "en" }, info.title), ", ", say("version", { version: info.version })),
    element("p", { lang: "en" }, info.description ?? ""),
    element("p", {}, say("machine"), " ", element("a", { href: "openapi.json" }, "openapi.json")),
    element("h2", {}, say("operations")),
    element("ul", { class: "contents" }, ...operations.map(contentsLine)),
    ...operations.map((each) => operationBlock(each)),
    element("h2", { id: "errors" }, say("errors")),
    ...errorTable(operations),
    element("h2", {}, say("schemas")),
    ...schemas.flatMap(([name, schema]) => [element("h3", { id: `schema-${name}` }, name), schemaBlock(schema)]),
  );
}

/**
 * @param {OpenApi} document
 * @returns {Listed[]}
 */
function listed({ paths }) {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      const id = `${method}${path.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
      return operation ? [{ method: method.toUpperCase(), path, id, operation }] : [];
    }),
  );
}

/** @param {Listed} listed */
function contentsLine({ method, path, id, operation }) {
  const name = element("a", { href: `#${id}` }, element("code", {}, `${method} ${path}`));
  return element("li", {}, name, " ", element("span", { lang: "en" }, operation.summary ?? ""));
}

/** @param {Listed} listed */
function operationBlock({ method, path, id, operation }) {
  const { summary, description, parameters = [], requestBody, responses = {} } = operation;
  return element(
    "section",
    { "aria-labelledby": id },
    element("h3", { id }, element("span", { class: "tag" }, method), " ", element("code", {}, path)),
    element("p", { lang: "en" }, [summary, description].filter(Boolean).join(". ")),
    ...titled("parameters", parameters.length > 0 && parameterList(parameters)),
    ...titled("body", requestBody && bodyList(requestBody.content)),
    ...titled("example", copyable(exampleLine(method, path, operation))),
    ...titled("answers", element("dl", {}, ...Object.entries(responses).map(answerLine))),
  );
}

/**
 * @param {import("./language.mjs").WordKey} key
 * @param {Node | false | undefined} content
 */
function titled(key, content) {
  return content ? [element("h4", {}, say(key)), content] : [];
}

/** @param {readonly Parameter[]} parameters */
function parameterList(parameters) {
  const lines = parameters.map((parameter) => {
    const { name, schema = {}, required = false, description = "" } = parameter;
    return definition(name, [`${parameter.in}: `, ...typeOf(schema)], required, { ...schema, description });
  });
  return element("dl", {}, ...lines);
}

/** @param {Content} content */
function bodyList(content) {
  return element("ul", {}, ...Object.entries(content).map(([type, { schema }]) => contentLine(type, schema)));
}

/**
 * @param {string} type
 * @param {Schema | undefined} schema
 */
function contentLine(type, schema = {}) {
  return element("li", {}, element("code", {}, type), ": ", ...typeOf(schema));
}

/** @param {[string, {description?: string, content?: Content}]} response */
function answerLine([status, { description = "", content = {} }]) {
  const types = Object.entries(content).map(([type, { schema = {} }]) =>
    element("dd", {}, element("code", {}, type), ": ", ...typeOf(schema)),
  );
  return element(
    "div",
    {},
    element("dt", {}, element("code", {}, status)),
    element("dd", { class: "type", lang: "en" }, description),
    ...types,
  );
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Operation} operation
 */
function exampleLine(method, path, { parameters = [], requestBody }) {
  const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name) => {
    const schema = parameters.find((parameter) => parameter.name === name)?.schema;
    return schema ? String(exampleOf(schema, resolve)) : whole;
  });
  const [first] = Object.entries(requestBody?.content ?? {});
  if (!first) return curlLine({ method, path: filled });
  const [contentType, media] = first;
  const example =
    media.example ?? Object.values(media.examples ?? {})[0]?.value ?? exampleOf(media.schema ?? {}, resolve);
  const body = typeof example === "string" ? example : JSON.stringify(example);
  return curlLine({ method, path: filled, contentType, body });
}

/**
 * @param {Schema} schema
 * @returns {Schema}
 */
function resolve(schema) {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolve(api?.components?.schemas?.[name] ?? {});
}

/** @param {readonly Listed[]} operations */
function errorTable(operations) {
  /** @type {Map<string, {status: string, meaning: string, where: Set<string>}>} */
  const found = new Map();
  for (const { method, path, operation } of operations) {
    for (const [status, { description = "", content = {} }] of Object.entries(operation.responses ?? {})) {
      if (!content[PROBLEM]) continue;
      // In openapi.json, a status with several reasons has the description "One. Or: another.".
      for (const meaning of description.split(" Or: ")) {
        const key = `${status} ${meaning}`;
        const entry = found.get(key) ?? { status, meaning, where: new Set() };
        entry.where.add(`${method} ${path}`);
        found.set(key, entry);
      }
    }
  }
  const rows = [...found.values()].toSorted((a, b) => a.status.localeCompare(b.status)).map(errorRow);
  const heads = [say("status"), say("meaning"), say("where")].map((text) => element("th", { scope: "col" }, text));
  const codes = (api?.components?.schemas?.["Problem"]?.properties?.["code"]?.enum ?? []).join(", ");
  return [
    element("p", {}, say("errorsAre", { codes })),
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
  ];
}

/** @param {{status: string, meaning: string, where: Set<string>}} entry */
function errorRow({ status, meaning, where }) {
  const places = where.size > 2 ? say("everywhere", { count: where.size }) : [...where].join(", ");
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, status),
    element("td", { lang: "en" }, meaning),
    element("td", {}, places),
  );
}
