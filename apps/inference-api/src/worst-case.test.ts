// What one client's text may cost at most, for every parser of it: work that grows with the text and not with its square, and
// an answer that is not much larger than the request.
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Feature, Manifest } from "@modelport/contracts";
import { writeOnnx } from "@modelport/contract-tests";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "./in-process.testing.ts";

const KIB = 1024;
const FIELDS = 40;
const CATEGORIES = 5000;

const folder = await mkdtemp(join(tmpdir(), "modelport-worst-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

let app: Awaited<ReturnType<typeof openModel>>["app"];
beforeAll(async () => {
  ({ app } = await openModel(folder, wideManifest(), graph));
});

const graph = writeOnnx({
  input: { name: "x", shape: ["N", FIELDS] },
  outputs: [{ name: "score", shape: ["N"] }],
  initializers: [{ name: "axes", shape: [1], integers: [1] }],
  nodes: [{ op: "ReduceSum", inputs: ["x", "axes"], outputs: ["score"], attributes: { keepdims: 0 } }],
});

/** Many fields, and one with thousands of long categories. */
function wideManifest(): Manifest {
  const categories = Array.from({ length: CATEGORIES }, (_, code) => `category number ${code} ${"x".repeat(80)}`);
  const base = { aliases: [], description: "d" };
  const features: Feature[] = [
    { ...base, name: "kind", type: "categorical", categories, example: categories[0] ?? "" },
    ...Array.from({ length: FIELDS - 1 }, (_, i): Feature => ({
      ...base,
      name: `a_rather_long_name_of_a_field_${i}`,
      aliases: [`Alias ${i}`],
      type: "number",
      example: 0,
    })),
  ];
  const instance = Object.fromEntries(features.map(({ name, example }) => [name, example]));
  const tensor = (name: string, ...shape: number[]) => ({ name, type: "float32" as const, shape: [-1, ...shape] });
  return {
    manifestVersion: 1,
    name: "wide",
    version: "1.0.0",
    title: "t",
    description: "d",
    license: "Apache-2.0",
    synthetic: true,
    onnx: {
      file: "model.onnx",
      sha256: createHash("sha256").update(graph).digest("hex"),
      bytes: graph.length,
      opset: 17,
      irVersion: 8,
      input: tensor("x", FIELDS),
      outputs: { score: tensor("score") },
    },
    features,
    output: { kind: "regression", name: "sum", description: "d", decimals: 2 },
    selfCheck: { instance, score: 0, tolerance: 1e-5 },
  };
}

/** About `n` characters of a request. */
type Make = (n: number) => { path: string; body?: string; headers?: Record<string, string> };

const filled = (unit: string, n: number) => unit.repeat(Math.ceil(n / unit.length));
const list = (unit: string, n: number) => filled(`${unit},`, n).slice(0, -1);
const keys = (n: number, value = "1") => listOf(n / 14, (i) => `"k${i}":${value}`);
const listOf = (count: number, item: (i: number) => string) =>
  Array.from({ length: Math.ceil(count) }, (_, i) => item(i)).join();

const PATHS = { json: "/api/v1/predict/batch", single: "/predict", tensors: "/v2/models/wide/infer" };
const jsonTo = (path: string, body: (n: number) => string): Make => {
  return (n) => ({ path, body: body(n), headers: { "content-type": "application/json" } });
};
const batch = (body: (n: number) => string) => jsonTo(PATHS.json, (n) => `{"instances":[${body(n)}]}`);
const infer = (body: (n: number) => string) => jsonTo(PATHS.tensors, body);
const single = (body: (n: number) => string) => jsonTo(PATHS.single, (n) => body(Math.min(n, 65_000)));
const streamed = (type: string, body: (n: number) => string): Make => {
  return (n) => ({ path: PATHS.json, body: body(n), headers: { "content-type": type } });
};
const ndjson = (body: (n: number) => string) => streamed("application/x-ndjson", body);
const HEADER = `kind,${Array.from({ length: FIELDS - 1 }, (_, i) => `Alias ${i}`).join()}\n`;
const csv = (body: (n: number) => string) => streamed("text/csv", (n) => HEADER + body(n));
const header = (name: string, value: (n: number) => string, path = PATHS.single): Make => {
  return (n) => ({ path, body: "{}", headers: { "content-type": "application/json", [name]: value(n) } });
};
const tensor = (more: string) => `{"name":"Alias 1","shape":[1],"datatype":"FP64",${more}}`;

const texts: Record<string, Make> = {
  "a single body of unknown keys": single((n) => `{${keys(n)}}`),
  "a single body of brackets": single((n) => filled("[", n)),
  "a single body with one long key": single((n) => `{"${filled("k", n)}":1}`),
  "a single body with a long value": single((n) => `{"kind":"${filled("\\u0000", n)}"}`),
  "a single body with a long number": single((n) => `{"Alias 1":${filled("1", n)}}`),
  "a single body of keys that are like a field": single(
    (n) => `{${listOf(n / 20, (i) => `"ALIAS ${" ".repeat(i % 9)}${i % 39}":1`)}}`,
  ),
  "JSON rows without a field": batch((n) => list("{}", n)),
  "JSON rows that are numbers": batch((n) => list("1", n)),
  "JSON rows of unknown keys": batch((n) => listOf(n / 100, (i) => `{${keys(90, String(i))}}`)),
  "one JSON row of unknown keys": batch((n) => `{${keys(n)}}`),
  "JSON rows of a wrong category": batch((n) => list('{"kind":"no"}', n)),
  "JSON rows with a key twice": batch((n) => `${list('{"a":1}', n)},{"a":1,"a":2}`),
  "JSON brackets": batch((n) => filled("[", n / 2) + filled("]", n / 2)),
  "JSON braces": batch((n) => filled('{"a":', n) + "1" + filled("}", n / 5)),
  "a JSON string with colons and quotes": batch((n) => `":${filled('\\"', n)}"`),
  "a JSON string of backslashes": batch((n) => `":${filled("\\\\", n)}"`),
  "JSON strings": batch((n) => list('":"', n)),
  "JSON without an end": jsonTo(PATHS.json, (n) => `{"instances":["${filled("x", n)}`),
  "JSON white space": jsonTo(PATHS.json, (n) => filled(" \t\n", n)),
  "JSON members of the batch": jsonTo(PATHS.json, (n) => `{${keys(n)}}`),
  "NDJSON rows of one character": ndjson((n) => filled("1\n", n)),
  "NDJSON rows that are not JSON": ndjson((n) => filled(`{"a":"b",,}${" ".repeat(30)}\n`, n)),
  "NDJSON rows without a field": ndjson((n) => filled("{}\n", n)),
  "NDJSON rows of unknown keys": ndjson((n) => filled(`{${keys(60_000)}}\n`, n)),
  "NDJSON rows of some unknown keys": ndjson((n) => filled(`{${keys(1000)}}\n`, n)),
  "NDJSON rows of quotes in keys": ndjson((n) => filled('{"\\"\\u0000\\"":1}\n', n)),
  "NDJSON rows with a key twice": ndjson((n) =>
    filled(`{"${filled("\\u0001", 600)}":1,"${filled("\\u0001", 600)}":1}\n`, n),
  ),
  "NDJSON rows of a wrong category": ndjson((n) => filled('{"kind":"no"}\n', n)),
  "NDJSON brackets": ndjson((n) => filled(`${filled("[", 30_000)}${filled("]", 30_000)}\n`, n)),
  "NDJSON blank lines": ndjson((n) => `1\n${filled("\n", n)}`),
  "NDJSON without a line end": ndjson((n) => filled("x", n)),
  "a CSV header of columns": streamed("text/csv", (n) => `${filled("x,", n)}\n1\n`),
  "a CSV header of few long columns": streamed("text/csv", (n) => `${list(filled("y", 9000), n)}\n1\n`),
  "a CSV header of quotes": streamed("text/csv", (n) => `"${filled('""', Math.min(n, 60_000))}"\n1\n`),
  "CSV cells of digits and a letter": csv((n) => filled(`a,${filled("1", 60_000)}x${filled(",", 38)}\n`, n)),
  "CSV cells of digits, dots and signs": csv((n) =>
    filled(`a,1.${filled("1", 30_000)}e+${filled("1", 30_000)}x${filled(",", 38)}\n`, n),
  ),
  "CSV rows of commas": csv((n) => filled(`${filled(",", FIELDS - 1)}\n`, n)),
  "CSV rows of one character": csv((n) => filled("x\n", n)),
  "CSV rows of a wrong category": csv((n) => filled(`no${filled(",0", 2 * (FIELDS - 1))}\n`, n)),
  "CSV rows of quotes": csv((n) => filled('"\n', n)),
  "CSV rows of tied lines": csv((n) => filled('a","""\n', n)),
  "CSV doubled quotes": csv((n) => `"${filled('""', n)}`),
  "CSV text after quotes": csv((n) => filled('"a"b\n', n)),
  "CSV without a line end": csv((n) => filled("1,", n)),
  "tensors without a name": infer((n) => `{"inputs":[${list("{}", n)}]}`),
  "tensors that are numbers": infer((n) => `{"inputs":[${list("1", n)}]}`),
  "tensors of unknown names": infer(
    (n) => `{"inputs":[${listOf(150, (i) => `{"name":"${i}${filled("n", n / 150)}"}`)}]}`,
  ),
  "a tensor of unknown members": infer((n) => `{"inputs":[${tensor(keys(n))}]}`),
  "a tensor of bad values": infer(
    (n) => `{"inputs":[{"name":"kind","shape":[${Math.ceil(n / 5)}],"datatype":"BYTES","data":[${list('"no"', n)}]}]}`,
  ),
  "a tensor of nested values": infer((n) => `{"inputs":[${tensor(`"data":[${list("[1]", n)}]`)}]}`),
  "a tensor of a long shape": infer(
    (n) => `{"inputs":[{"name":"kind","datatype":"BYTES","data":[],"shape":[${list("1", n)}]}]}`,
  ),
  "outputs that are not there": infer((n) => `{"inputs":[],"outputs":[${list('{"name":"no"}', n)}]}`),
  "members of the inference request": infer((n) => `{${keys(n)}}`),
  "a Content-Type of parameters": header("content-type", (n) => `application/json;${filled(" ;", n)}`),
  "a Content-Type of a charset": header("content-type", (n) => `application/json;charset${filled(" ", n)}x`),
  "a Content-Type of pluses": header("content-type", (n) => `application/${filled("+", n)}`),
  "a Content-Encoding": header("content-encoding", (n) => filled("gzip, ", n)),
  "an X-Request-Id": header("x-request-id", (n) => `${filled("a", n)}!`),
  "a Content-Length": header("content-length", (n) => filled("1", n)),
  "an Accept header": header("accept", (n) => filled("*/*;q=0.1, ", n)),
  "an Origin": header("origin", (n) => `https://${filled("a.", n)}`),
  cookies: header("cookie", (n) => filled("a=b; ", n)),
  "a binary header length": header("inference-header-content-length", (n) => filled("1", n), PATHS.tensors),
  "a query": (n) => ({ path: `/predict?${filled("explain=%41&", n)}`, body: "{}" }),
  "a query that is one value": (n) => ({ path: `/predict?explain=${filled("%22", n)}`, body: "{}" }),
  "a path": (n) => ({ path: `/${filled("a/", n)}`, body: "{}" }),
  "a path of escapes": (n) => ({ path: `/v2/models/${filled("%41", n)}/infer`, body: "{}" }),
  "a path under another method": (n) => ({ path: `/v2/models/${filled("a", n)}/ready`, body: "{}" }),
};

async function answerTo({ path, body, headers }: ReturnType<Make>) {
  const began = process.threadCpuUsage().user;
  const response = await app.request(path, {
    method: "POST",
    headers: headers ?? {},
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, text, ms: (process.threadCpuUsage().user - began) / 1000 };
}

/** Rows that the answer tells about, each of which costs a few words. */
function rowsOf(body: string): number {
  return 1 + Math.max(body.split("\n").length, body.split(",").length);
}

describe("one request", () => {
  it.each(Object.entries(texts))(
    "of %s takes work and an answer that grow with it",
    async (_, make) => {
      let before = 0;
      for (const n of [64 * KIB, 256 * KIB, 900 * KIB]) {
        const request = make(n);
        const { status, text, ms } = await answerTo(request);
        const sent = Buffer.byteLength(request.path + (request.body ?? "") + JSON.stringify(request.headers ?? {}));
        expect(status).not.toBe(500);
        // Four times the text: four times the work, and sixteen times where it grows with the square.
        if (before > 0) expect(ms, `${n} characters after ${before} ms`).toBeLessThan(9 * Math.max(before, 40));
        expect(text.length).toBeLessThan(96 * KIB + 5 * sent + 128 * rowsOf(request.body ?? ""));
        expect(text.length, text.slice(-500)).toBeLessThan(96 * KIB + 60 * sent);
        // Thousands of rows have shown it by now, and each costs an error of its own.
        if (text.length > 1_000_000) break;
        before = ms;
      }
    },
    60_000,
  );

  it("of a few bytes has an answer of some kilobytes", async () => {
    for (const body of ["{}", "[]", "1", '{"kind":1}', '{"x":1}']) {
      const { status, text } = await answerTo(single(() => body)(0));
      expect(status).toBe(422);
      expect(text.length).toBeLessThan(8 * KIB);
    }
  });
});
