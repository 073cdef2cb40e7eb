// Requests that every endpoint must refuse in the same words.
import { describeFeature, type Feature, type FieldProblem, listed, type Manifest } from "@modelport/contracts";
import type { EndpointRequest } from "./endpoint.ts";
import { badJson } from "./bad-json.ts";
import { exampleOf, PREDICT } from "./requests.ts";

interface BadRequest {
  readonly title: string;
  readonly request: EndpointRequest;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** The table of refusals for one model. */
export function badRequests(manifest: Manifest): readonly BadRequest[] {
  return [...wrongTransport(manifest), ...wrongFields(manifest)];
}

/** Of the refusals that name fields, the first one with the same codes; and all others, which depend on the transport. */
export function oneOfEachKind(refusals: readonly BadRequest[]): readonly BadRequest[] {
  const kindOf = ({ title, errors }: BadRequest) => errors?.map(({ code }) => code).join() ?? title;
  return [...new Map(refusals.toReversed().map((refusal) => [kindOf(refusal), refusal])).values()].toReversed();
}

function post(body: string, contentType: string | undefined = "application/json"): EndpointRequest {
  return { method: "POST", path: PREDICT, headers: { "content-type": contentType }, body };
}

function wrongTransport(manifest: Manifest): BadRequest[] {
  const good = JSON.stringify(exampleOf(manifest));
  const unsupported = (title: string, contentType: string): BadRequest => ({
    title,
    request: post(good, contentType),
    status: 415,
    code: "unsupported_media_type",
    detail: `The request has Content-Type "${contentType}"; send Content-Type: application/json in UTF-8.`,
  });
  return [
    unsupported("plain text", "text/plain"),
    unsupported("another charset", "application/json; charset=latin1"),
    unsupported("a form", "application/x-www-form-urlencoded"),
    unsupported("a file upload", "multipart/form-data; boundary=x"),
    unsupported("NDJSON on the single route", "application/x-ndjson"),
    unsupported("UTF-16", "application/json; charset=utf-16"),
    {
      title: "a body without Content-Type",
      request: { method: "POST", path: PREDICT, headers: { "content-type": "" }, body: good },
      status: 415,
      code: "unsupported_media_type",
      detail: "The request has no Content-Type; send Content-Type: application/json in UTF-8.",
    },
    {
      title: "a compressed body",
      request: {
        method: "POST",
        path: PREDICT,
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
        body: good,
      },
      status: 415,
      code: "unsupported_media_type",
      detail: 'The body has Content-Encoding "gzip"; send it uncompressed.',
    },
    ...badJson(manifest).map(([title, body, detail]) => ({
      title,
      request: post(body),
      status: 400,
      code: "invalid_json",
      detail,
    })),
    {
      title: "a body above the limit",
      request: post(JSON.stringify({ ...exampleOf(manifest), padding: "x".repeat(70_000) })),
      status: 413,
      code: "payload_too_large",
      detail: "The body may have at most 65536 bytes.",
    },
    {
      title: "an unknown path",
      request: { method: "GET", path: "/nope" },
      status: 404,
      code: "not_found",
      detail: "There is no route /nope; see /openapi.json.",
    },
    {
      title: "a wrong method",
      request: { method: "GET", path: PREDICT },
      status: 405,
      code: "method_not_allowed",
      detail: `${PREDICT} takes POST, not GET.`,
      headers: { allow: "POST" },
    },
  ];
}

function wrongFields(manifest: Manifest): BadRequest[] {
  const { features } = manifest;
  const example = exampleOf(manifest);
  const invalid = (title: string, body: unknown, errors: FieldProblem[]): BadRequest => ({
    title,
    request: post(body instanceof RawJson ? body.text : JSON.stringify(body)),
    status: 422,
    code: "validation_failed",
    detail: errors.length === 1 ? (errors[0]?.detail ?? "") : counted(errors.length),
    errors: errors.slice(0, 50),
  });
  const required = features.filter((feature) => feature.default === undefined);
  const names = features.map((feature) => feature.name);
  const fields = listed(names);
  const notAnObject = (got: string): FieldProblem[] => [
    {
      pointer: "",
      code: "wrong_type",
      detail: `The body must be a JSON object with the fields ${fields}; got ${got}.`,
    },
  ];
  return [
    invalid("an array", [example], notAnObject("an array")),
    invalid("null", null, notAnObject("null")),
    invalid("a string", "text", notAnObject('"text"')),
    invalid("a number", 42, notAnObject("42")),
    invalid("true", true, notAnObject("true")),
    invalid("a list nested a thousand deep", nested(1000), notAnObject("an array")),
    ...["__proto__", "hasOwnProperty", "isPrototypeOf", "a/b~c", ""].map((key) =>
      invalid(`the key ${JSON.stringify(key)}`, withKey(example, key), [unknownField(key, fields)]),
    ),
    ...features.slice(0, 1).flatMap((feature) => [
      invalid(`the name ${feature.name} in another case`, withKey(example, feature.name.toUpperCase()), [
        {
          pointer: `/${feature.name.toUpperCase()}`,
          code: "unknown_field",
          detail: `"${feature.name.toUpperCase()}" is not a field of this model: did you mean "${feature.name}"?`,
        },
      ]),
      ...(feature.aliases[0] === undefined
        ? []
        : [invalid("a field by its name and its alias", withKey(example, feature.aliases[0]), [twice(feature)])]),
      invalid("an object where a value belongs", { ...example, [feature.name]: { value: 1 } }, [
        wrong(feature, "an object", "wrong_type"),
      ]),
    ]),
    ...features
      .filter(isNumeric)
      .slice(0, 1)
      .flatMap((feature) => [
        invalid("a number beyond any range", { ...example, [feature.name]: 1e300 }, [beyond(feature, "1e+300")]),
        invalid("a number that JSON reads as infinite", rawNumber(example, feature.name, "1e999"), [
          beyond(feature, "a number beyond ±1.8e308, more than float64 holds"),
        ]),
        invalid("an empty string where a number belongs", { ...example, [feature.name]: "" }, [
          wrong(feature, '""', "wrong_type"),
        ]),
        invalid("a number with a decimal comma", { ...example, [feature.name]: "1,5" }, [
          wrong(feature, '"1,5"', "wrong_type"),
        ]),
        invalid("true where a number belongs", { ...example, [feature.name]: true }, [
          wrong(feature, "true", "wrong_type"),
        ]),
      ]),
    ...features
      .filter((feature) => feature.type === "categorical")
      .slice(0, 1)
      .flatMap((feature) => [
        invalid("an empty category", { ...example, [feature.name]: "" }, [wrong(feature, '""', "not_allowed")]),
        invalid("a category with a space behind it", { ...example, [feature.name]: `${feature.example}  ` }, [
          wrong(feature, JSON.stringify(`${feature.example}  `), "not_allowed"),
        ]),
        invalid("a very long category", { ...example, [feature.name]: "x".repeat(5000) }, [
          wrong(feature, `"${"x".repeat(56)}...`, "not_allowed"),
        ]),
      ]),
    ...(required.length > 0 ? [invalid("an empty object, naming every missing field", {}, required.map(missing))] : []),
    invalid("a field too many", { ...example, surname_x: 1 }, [
      {
        pointer: "/surname_x",
        code: "unknown_field",
        detail: `"surname_x" is not a field of this model: the fields are ${fields}.`,
      },
    ]),
    invalid(
      "every field of a wrong type, all at once",
      mapFields(features, () => []),
      features.map((f) => wrong(f, "an array", "wrong_type")),
    ),
    invalid(
      "every field null",
      mapFields(features, () => null),
      features.map((f) => wrong(f, "null", "wrong_type")),
    ),
    ...features.flatMap((feature) =>
      outOfRange(feature).map(([value, code]) =>
        invalid(`${feature.name} = ${JSON.stringify(value)}`, { ...example, [feature.name]: value }, [
          wrong(feature, JSON.stringify(value), code),
        ]),
      ),
    ),
  ];
}

function counted(problems: number): string {
  return `${problems} fields are wrong; errors names ${problems > 50 ? "the first 50" : "each of them"}.`;
}

/** Text that JSON.stringify would not write. */
class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The example with a number that JavaScript cannot write. */
function rawNumber(example: Record<string, unknown>, name: string, number: string): RawJson {
  return new RawJson(JSON.stringify({ ...example, [name]: "HERE" }).replace('"HERE"', number));
}

/** The example with one more key, even one that an assignment would not make a property of its own. */
function withKey(example: Record<string, unknown>, key: string): RawJson {
  return new RawJson(`${JSON.stringify(example).slice(0, -1)},${JSON.stringify(key)}:1}`);
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

function unknownField(key: string, fields: string): FieldProblem {
  const detail = `${JSON.stringify(key)} is not a field of this model: the fields are ${fields}.`;
  return { pointer: `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, code: "unknown_field", detail };
}

function twice({ name, aliases }: Feature): FieldProblem {
  const detail = `${name} is given 2 times, as "${name}" and "${aliases[0]}": send one of them.`;
  return { pointer: `/${name}`, code: "duplicate_field", detail };
}

function isNumeric(feature: Feature): boolean {
  return feature.type === "number" || feature.type === "integer";
}

function mapFields(features: readonly Feature[], value: () => unknown): Record<string, unknown> {
  return Object.fromEntries(features.map((feature) => [feature.name, value()]));
}

function missing(feature: Feature): FieldProblem {
  const detail = `${feature.name} is required: ${describeFeature(feature)}.`;
  return { pointer: `/${feature.name}`, code: "missing", detail };
}

function wrong(feature: Feature, got: string, code: FieldProblem["code"]): FieldProblem {
  const detail = `${feature.name} must be ${describeFeature(feature)}; got ${got}.`;
  return { pointer: `/${feature.name}`, code, detail };
}

/** A number above all that float32 holds, of which only some fields say where they end. */
function beyond(feature: Feature, got: string): FieldProblem {
  const problem = wrong(feature, got, "out_of_range");
  if ("maximum" in feature && feature.maximum !== undefined) return problem;
  const bound = ", at most 3.4e38 because the model computes in float32";
  return { ...problem, detail: problem.detail.replace(/(?=; got )/, bound) };
}

/** Values just outside what a field takes, with the code of the fault. */
function outOfRange(feature: Feature): [value: unknown, code: FieldProblem["code"]][] {
  switch (feature.type) {
    case "categorical":
      return [
        ["no such category", "not_allowed"],
        [0, "wrong_type"],
      ];
    case "boolean":
      return [
        [2, "not_allowed"],
        ["yes", "wrong_type"],
      ];
    case "number":
    case "integer": {
      const { minimum, maximum } = feature;
      const values: [unknown, FieldProblem["code"]][] = [[String(feature.example), "wrong_type"]];
      if (minimum !== undefined) values.push([minimum - 1, "out_of_range"]);
      if (maximum !== undefined) values.push([maximum + 1, "out_of_range"]);
      if (feature.type === "integer") values.push([feature.example + 0.5, "wrong_type"]);
      return values;
    }
  }
}
