// Requests that every door must refuse in the same words.
import { describeFeature, type Feature, type FieldProblem, type Manifest } from "@modelport/contracts";
import type { DoorRequest } from "./door.ts";
import { exampleOf, PREDICT } from "./requests.ts";

interface BadRequest {
  readonly title: string;
  readonly request: DoorRequest;
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

function post(body: string, contentType: string | undefined = "application/json"): DoorRequest {
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
  const notJson = (
    title: string,
    body: string,
    detail = "The body is not JSON; send one JSON object.",
  ): BadRequest => ({
    title,
    request: post(body),
    status: 400,
    code: "invalid_json",
    detail,
  });
  return [
    unsupported("plain text", "text/plain"),
    unsupported("another charset", "application/json; charset=latin1"),
    notJson("a truncated body", good.slice(0, -3)),
    notJson("NaN, which is not JSON", '{"a": NaN}'),
    notJson("an empty body", "", "The body is empty; send one JSON object."),
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
    request: post(JSON.stringify(body)),
    status: 422,
    code: "validation_failed",
    detail:
      errors.length === 1 ? (errors[0]?.detail ?? "") : `${errors.length} fields are wrong; errors names each of them.`,
    errors,
  });
  const required = features.filter((feature) => feature.default === undefined);
  const names = features.map((feature) => feature.name);
  const listed = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const notAnObject = (got: string): FieldProblem[] => [
    {
      pointer: "",
      code: "wrong_type",
      detail: `The body must be a JSON object with the fields ${listed}; got ${got}.`,
    },
  ];
  return [
    invalid("an array", [example], notAnObject("an array")),
    invalid("null", null, notAnObject("null")),
    invalid("an empty object, naming every missing field", {}, required.map(missing)),
    invalid("a field too many", { ...example, surname_x: 1 }, [
      {
        pointer: "/surname_x",
        code: "unknown_field",
        detail: `"surname_x" is not a field of this model: the fields are ${listed}.`,
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
