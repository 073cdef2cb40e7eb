// The batch part of the contract: JSON, NDJSON and CSV say the same as single predictions, and bad rows cost no good one.
import { describeFeature, type Manifest } from "@modelport/contracts";
import { expect, it } from "vitest";
import type { Capabilities, Endpoint, ExpectedModel } from "./endpoint.ts";
import { expectLabel, largestDelta, membersOf } from "./golden.ts";
import { BATCH, exampleOf, expectProblem, type Json, jsonOf, PREDICT, postJson } from "./requests.ts";

interface Context {
  readonly model: ExpectedModel;
  readonly capabilities: Capabilities;
}

type Instance = Readonly<Record<string, unknown>>;

/** A way to write instances as a body, and to read the rows of its answer. */
interface Format {
  readonly name: string;
  readonly contentType: string;
  write(instances: readonly Instance[]): string;
  read(body: string, manifest: Manifest): Json[];
}

const json: Format = {
  name: "JSON",
  contentType: "application/json",
  write: (instances) => JSON.stringify({ instances }),
  read: (body) => (JSON.parse(body) as { predictions: Json[] }).predictions,
};
const ndjson: Format = {
  name: "NDJSON",
  contentType: "application/x-ndjson",
  write: (instances) => instances.map((instance) => `${JSON.stringify(instance)}\n`).join(""),
  read: (body) =>
    body
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Json),
};
const csv: Format = {
  name: "CSV",
  contentType: "text/csv",
  write(instances) {
    const names = [...new Set(instances.flatMap((instance) => Object.keys(instance)))];
    const lines = instances.map((instance) =>
      names.map((name) => csvCell(Object.hasOwn(instance, name) ? instance[name] : undefined)).join(","),
    );
    return [names.map(csvCell).join(","), ...lines, ""].join("\r\n");
  },
  read: readCsvAnswer,
};

function csvCell(value: unknown): string {
  const text = `${(value ?? "") as string | number | boolean}`;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Enough of CSV to read our own answers: quoted cells without line breaks. */
function readCsvAnswer(body: string, { output }: Manifest): Json[] {
  const [head = [], ...records] = body
    .trimEnd()
    .split("\r\n")
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => unquoted(cell)));
  return records.map((record) => {
    const cells = Object.fromEntries(head.map((name, i) => [name, record[i] ?? ""]));
    const numbers = Object.fromEntries(
      Object.entries(cells).map(([name, cell]) => [name, isNumber(cell) ? Number(cell) : cell]),
    );
    if (output.kind !== "multiclass") return numbers as Json;
    const each = output.labels.map((label) => [label, numbers[`${output.name}_${label}`]] as const);
    return { ...numbers, [output.name]: Object.fromEntries(each) } as unknown as Json;
  });
}

/** A cell in quotes, whether it needs them or not. */
function quotedCell(value: string | number | boolean): string {
  return `"${String(value).replaceAll('"', '""')}"`;
}

function unquoted(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

function isNumber(cell: string): boolean {
  return cell !== "" && Number.isFinite(Number(cell));
}

/** Declares the batch tests of one endpoint. */
export function batches(opened: () => Endpoint, { model, capabilities }: Context): void {
  const { manifest, golden } = model;
  const example = exampleOf(manifest);
  const send = (format: Format, body: string, query = "") =>
    opened().send({ method: "POST", path: BATCH + query, headers: { "content-type": format.contentType }, body });

  for (const format of [json, ndjson, csv]) {
    it(`scores a ${format.name} batch as it scores single rows, in order`, async () => {
      const rows = golden.rows.slice(0, 600);
      const answer = await send(format, format.write(rows.map((row) => row.instance)));
      expect(answer.status, answer.body.slice(0, 300)).toBe(200);
      expect(answer.headers["content-type"]).toContain(format.contentType);
      const results = format.read(answer.body, manifest);
      expect(results.map((result) => result["index"])).toEqual(rows.map((_, index) => index));
      rows.forEach((row, i) => {
        const result = results[i] as Json;
        expect(largestDelta(manifest, result, row, false)).toBeLessThanOrEqual(golden.tolerance);
        expectLabel(manifest, result, row, golden.tolerance);
      });
    });

    it(`names a bad row of a ${format.name} batch, and answers all others`, async () => {
      const [feature] = manifest.features;
      if (!feature) throw new Error("the manifest has no features");
      const bad = { ...example, [feature.name]: "no such value" };
      const answer = await send(format, format.write([example, bad, example]));
      expect(answer.status).toBe(200);
      const [first, second, third] = format.read(answer.body, manifest) as [Json, Json, Json];
      const detail = `${feature.name} must be ${describeFeature(feature)}; got "no such value".`;
      if (format === csv) expect(second["error"]).toBe(detail);
      else expect(second["error"]).toMatchObject({ code: "validation_failed", detail });
      const plain = jsonOf(await postJson(opened(), PREDICT, example));
      for (const name of membersOf(manifest).filter((member) => !/^(model_version|request_id)$/.test(member))) {
        expect([first[name], third[name]]).toEqual([plain[name], plain[name]]);
      }
    });

    it(`refuses an empty ${format.name} batch`, async () => {
      const answer = await send(format, format === csv ? `${Object.keys(example).join(",")}\n` : format.write([]));
      expectProblem(answer, 422, "validation_failed");
    });

    it(`refuses a ${format.name} batch above this endpoint's limit, and goes on`, async () => {
      const one = format.write([example]);
      const body = one.padEnd(capabilities.batchBytes + 1, one);
      const answer = await send(format, body);
      expectProblem(answer, 413, "payload_too_large");
      expect((await postJson(opened(), PREDICT, example)).status).toBe(200);
    });
  }

  if (manifest.onnx.outputs.contributions) {
    it("explains batches in every format", async () => {
      const [row] = golden.rows;
      for (const format of [json, ndjson]) {
        const answer = await send(format, format.write([row?.instance ?? {}]), "?explain=true");
        const [result] = format.read(answer.body, manifest) as [Json];
        if (row) expect(largestDelta(manifest, result, row, true)).toBeLessThanOrEqual(golden.tolerance);
      }
      const answer = await send(csv, csv.write([row?.instance ?? {}]), "?explain=true");
      const [result] = csv.read(answer.body, manifest) as [Json];
      manifest.features.forEach(({ name }, i) => {
        expect(Number(result[`contribution_${name}`])).toBeCloseTo(row?.contributions?.[i] ?? Number.NaN, 4);
      });
      expect(result).toHaveProperty("reasons");
    });
  }

  it("refuses more instances than a JSON batch takes, and says what takes more", async () => {
    const answer = await send(json, JSON.stringify({ instances: Array.from({ length: 10_001 }, () => 0) }));
    const detail =
      'instances has 10001 items. Send {"instances": [...]} with 1 to 10000 instances, or NDJSON or CSV, which are streamed.';
    expectProblem(answer, 422, "validation_failed", detail);
  });

  it("reads a CSV header by alias, in any order, with a byte order mark, quotes, and blank lines", async () => {
    const features = manifest.features.toReversed();
    const head = features.map((feature) => quotedCell(feature.aliases[0] ?? feature.name)).join(",");
    const line = features.map((feature) => quotedCell(feature.example)).join(",");
    const answer = await send(csv, `\uFEFF${head}\r\n\r\n${line}\n\n${line}`);
    const results = csv.read(answer.body, manifest);
    const plain = jsonOf(await postJson(opened(), PREDICT, example));
    expect(results.map((result) => result[manifest.output.name])).toEqual(
      [plain, plain].map((p) => p[manifest.output.name]),
    );
  });

  it("refuses a CSV header that does not fit, naming each column", async () => {
    const [first, ...rest] = Object.keys(example);
    const header = [...rest, "nonsense", ...rest.slice(0, 1)].map(csvCell).join(",");
    const body = expectProblem(await send(csv, `${header}\n1,2\n`), 422, "validation_failed");
    const codes = (body["errors"] as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    const wanted = ["/nonsense unknown_field", ...(rest[0] ? [`/${rest[0]} duplicate_field`] : [])];
    const optional = manifest.features[0]?.default !== undefined;
    expect(codes.toSorted()).toEqual([...wanted, ...(optional ? [] : [`/${first} missing`])].toSorted());
  });

  it("names a ragged row and a line that is no JSON", async () => {
    const good = csv.write([example]);
    const columns = manifest.features.length;
    const ragged = await send(csv, `${good}${"1,".repeat(columns)}1\r\n`);
    const detail = `The row has ${columns + 1} cells, but the header has ${columns}.`;
    expect(csv.read(ragged.body, manifest)[1]?.["error"]).toBe(detail);
    const broken = await send(ndjson, `{"a":\n${ndjson.write([example])}`);
    const [first, second] = ndjson.read(broken.body, manifest) as [Json, Json];
    expect(first["error"]).toEqual({
      code: "invalid_json",
      detail: "The line is not JSON; send one JSON object a line.",
    });
    expect(second).toHaveProperty(manifest.output.name);
  });

  it("names a CSV row with a bad quote, and scores the rows before and after it", async () => {
    const good = csv.write([example]);
    const row = csv.write([example, example]).slice(good.length);
    const results = csv.read((await send(csv, `${good}"x"y\r\n${row}"x\r\n${row}${row}"`)).body, manifest);
    const [first, after, second, open, ...others] = results.map((result) => result["error"]);
    expect([first, after, second]).toEqual([
      "",
      "The row has text after a closing quote: write a quote inside a quoted cell twice.",
      "",
    ]);
    expect(open).toMatch(/^The row has (a quote that is not closed|text after a closing quote)/);
    // Of a row that spans lines itself, behind an open quote, the lines are read.
    if (!row.trimEnd().includes("\n")) expect(others).toEqual(["", "", "The row has a quote that is not closed."]);
  });

  it("takes the three kinds of body and no other", async () => {
    const answer = await opened().send({
      method: "POST",
      path: BATCH,
      headers: { "content-type": "text/plain" },
      body: "x",
    });
    const detail =
      'The request has Content-Type "text/plain"; send Content-Type: application/json, application/x-ndjson or text/csv, in UTF-8.';
    expectProblem(answer, 415, "unsupported_media_type", detail);
  });
}
