// The command line as a process, against the packaged server: what it writes and what it says.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import {
  CSV_HEADER,
  csvRows,
  directAnswers,
  manifest,
  modelport,
  startServer,
  temporaryFolder,
} from "../under-test.testing.ts";

// Many processes, one after another.
vi.setConfig({ testTimeout: 60_000 });
let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

const PERFORMANCE = /, [\d.]+ s, [\d,]+ rows\/s/;
const MODEL = `Model ${manifest.name} ${manifest.version} at`;
const example = Object.fromEntries(manifest.features.map(({ name, example: value }) => [name, value]));

async function file(name: string, text: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text);
  return path;
}

it("writes the file's columns and the answer's in the input's order, whatever order the answers come in", async () => {
  const rows = csvRows(500);
  const path = await file("customers.csv", `${[CSV_HEADER, ...rows].join("\n")}\n`);
  const proxy = await faultProxy(server.url, (batch) => ({ delayMs: (batch * 37) % 50 }));
  const ended = await modelport(
    ["predict", path, "--url", `${proxy.url}/`, "--chunk-rows", "9", "--concurrency", "8", "-o", `${path}.out`],
    { env: { MODELPORT_TOKEN: "s3cret" } },
  );
  const answers = await directAnswers(server.url, rows);
  const expected = [CSV_HEADER, ...rows].map((row, index) => `${row},${answers[index]}\n`).join("");
  expect(await readFile(`${path}.out`, "utf8")).toBe(expected);
  expect(ended.stderr.replace(PERFORMANCE, "")).toBe(
    `500 rows: 500 scored, 0 bad.\n${MODEL} ${proxy.url}.\nNot sent, because they are not fields of the model: id.\nWritten to ${path}.out\n`,
  );
  expect(ended).toMatchObject({ code: 0, stdout: "" });
  expect(proxy.batches).toHaveLength(1 + Math.ceil(500 / 9));
  expect(proxy.all.every(({ headers }) => headers.authorization === "Bearer s3cret")).toBe(true);
  const cellsSent = proxy.batches
    .flatMap(({ body }) => body.trimEnd().split("\n"))
    .map((line) => line.split(",").length);
  expect(new Set(cellsSent)).toEqual(new Set([manifest.features.length]));
});

it("names bad rows by row and line, behind quoted line breaks, CRLF and a BOM, and ends with 3", async () => {
  const names = ["note", ...manifest.features.map(({ aliases, name }) => aliases[0] ?? name)];
  const [good = ""] = csvRows(1).map((row) => row.slice(2));
  const bad = (field: string, value: string) =>
    manifest.features.map(({ name, example: value_ }) => (name === field ? value : value_)).join(",");
  const lines = [
    names.join(","),
    `"a\r\nnote, ""quoted""",${good}`,
    `,${bad("age", "7")}`,
    "",
    `late,${good}`,
    "ragged,1,2",
    `"x\ny",${bad("geography", "Atlantis")}`,
  ];
  const path = await file("customers.CSV", `\uFEFF${lines.join("\r\n")}`);
  const ended = await modelport(["predict", path, "--url", server.url, "-o", `${path}.out`]);
  const written = await readFile(`${path}.out`, "utf8");
  const ragged = "The row has 3 cells, but the header has 11.";
  const records = written.split("\r\n");
  expect(records[0]).toBe(`\uFEFF${names.join(",")},churn_probability,prediction,error`);
  expect(written).toContain(`\r\n"a\r\nnote, ""quoted""",${good},`);
  expect(written).toContain(`\r\nragged,1,2,,,,,,,,,,,"${ragged}"\r\n`);
  expect(ended.code).toBe(3);
  const said = ended.stderr.split("\n");
  expect(said[0]).toBe("5 rows: 2 scored, 3 bad.");
  expect(said[1]).toBe("  row 2 (line 4): Age must be an integer from 18 to 100; got 7.");
  expect(said[2]).toBe(`  row 4 (line 7): ${ragged}`);
  expect(said[3]).toBe('  row 5 (line 8): Geography must be one of "France", "Germany", "Spain"; got "Atlantis".');
});

it("adds reasons and contributions where they are asked for", async () => {
  const rows = csvRows(3);
  const path = await file("customers.csv", [CSV_HEADER, ...rows].join("\n"));
  const ended = await modelport(["predict", path, "--url", server.url, "--explain", "--quiet"]);
  const answers = await directAnswers(server.url, rows, "?explain=true");
  expect(answers[0]).toContain("contribution_age");
  expect(ended).toEqual({
    code: 0,
    stdout: [CSV_HEADER, ...rows].map((row, index) => `${row},${answers[index]}\n`).join(""),
    stderr: "",
  });
});

it("merges NDJSON as it stood, gives way to names of the input, and keeps lines that it cannot send", async () => {
  const text = JSON.stringify(example);
  const lines = [
    text,
    `{ "id": 12345678901234567890, "prediction": "mine", "error": null, ${text.slice(1)}`,
    "",
    "{broken",
    "[1]",
    "{}",
  ];
  const path = await file("events.jsonl", lines.join("\r\n"));
  const ended = await modelport(["predict", path, "--url", server.url, "--chunk-rows", "2"]);
  const answer = await fetch(`${server.url}/api/v1/predict/batch`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: `${text}\n{}`,
  });
  const [scored = "", missing = ""] = (await answer.text())
    .split("\n")
    .map((line) => line.replace(/^\{"index":\d,/, ""));
  expect(ended.stdout.split("\n")).toEqual([
    `${text.slice(0, -1)},${scored}`,
    `${lines[1]?.slice(0, -1)},${scored.replace('"prediction"', '"modelport_prediction"')}`,
    '{"input":"{broken","error":{"code":"invalid_json","detail":"The line is not JSON; write one JSON object a line."}}',
    '{"input":"[1]","error":{"code":"invalid_json","detail":"The line is JSON, but no object; write one JSON object a line."}}',
    `{${missing}`,
    "",
  ]);
  expect(ended.stderr).toMatch(/^5 rows: 2 scored, 3 bad\.\n {2}row 3 \(line 4\): The line is not JSON; write/);
  expect(ended.stderr).toContain("\nNot sent, because they are not fields of the model: id, prediction, error.\n");
  expect(ended.code).toBe(3);
});

it("names a row that is longer than a server reads, and scores the others", async () => {
  const [first = "", second = "", third = ""] = csvRows(3);
  const long = second.replace(/[A-Z][a-z]+/, "x".repeat(70_000));
  const ended = await modelport(["predict", "-", "--format", "csv", "--url", server.url], {
    stdin: [CSV_HEADER, first, long, third].join("\n"),
  });
  expect(ended.stderr).toMatch(
    /^3 rows: 2 scored, 1 bad\.\n {2}row 2 \(line 3\): The row has 700\d\d characters, but a server takes at most 65536\.\n/,
  );
});

it("reads standard input and writes standard output", async () => {
  const rows = csvRows(20);
  const ended = await modelport(["predict", "-", "--format", "csv", "--url", server.url], {
    stdin: [CSV_HEADER, ...rows].join("\n"),
  });
  expect(ended.stdout.trimEnd().split("\n")).toHaveLength(21);
  expect(ended.code).toBe(0);
});

it("scores its own output again: the answer's columns give way to the file's", async () => {
  const path = await file("customers.csv", [CSV_HEADER, ...csvRows(2)].join("\n"));
  const once = await modelport(["predict", path, "--url", server.url]);
  const twice = await modelport(["predict", "-", "--format", "csv", "--url", server.url], { stdin: once.stdout });
  expect(twice.stdout.split("\n")[0]).toBe(
    `${once.stdout.split("\n")[0]},modelport_churn_probability,modelport_prediction,modelport_error`,
  );
});

it("sends fewer rows after a 413, and reports a row that is too large by itself", async () => {
  const small = await startServer({ MAX_BATCH_BYTES: "2048" });
  try {
    const rows = csvRows(300);
    const huge = rows[7]?.replace(/[A-Z][a-z]+/, "x".repeat(3000)) ?? "";
    const path = await file("customers.csv", [CSV_HEADER, ...rows.with(7, huge)].join("\n"));
    const ended = await modelport(["predict", path, "--url", small.url, "--chunk-rows", "100"]);
    const lines = ended.stdout.trimEnd().split("\n");
    const answers = await directAnswers(server.url, rows);
    expect(lines.map((line) => line.split(",", 1)[0])).toEqual(["id", ...rows.map((_, index) => String(index))]);
    expect(lines.toSpliced(8, 1)).toEqual(
      [CSV_HEADER, ...rows].map((row, index) => `${row},${answers[index]}`).toSpliced(8, 1),
    );
    expect(ended.stderr.split("\n").slice(0, 2)).toEqual([
      "300 rows: 299 scored, 1 bad.",
      "  row 8 (line 9): The row alone is too large: The batch has more than 2048 bytes, which is the limit of this endpoint; send it in parts.",
    ]);
    expect(ended.code).toBe(3);
  } finally {
    await stopService(small);
  }
}, 60_000);

it("refuses an output that cannot be written before anything is scored", async () => {
  const path = await file("customers.csv", [CSV_HEADER, ...csvRows(2)].join("\n"));
  const refusal = async (output: string) => {
    const ended = await modelport(["predict", path, "--url", server.url, "-o", output]);
    expect(ended.code).toBe(2);
    return ended.stderr;
  };
  expect(await refusal(`${path}/out.csv`)).toBe(
    `modelport: "${path}/out.csv.part" cannot be written (ENOTDIR): check that its folder exists and is yours.\n`,
  );
  expect(await refusal("/dev/null")).toBe(
    'modelport: "/dev/null" is not a regular file, so it cannot be the output: give a file, or - for standard output.\n',
  );
});

it("refuses at once a header without the model's fields, a file without a header, and one that is not CSV", async () => {
  const wrong = await file("a.csv", "id,color\n1,red\n");
  const ended = await modelport(["predict", wrong, "--url", server.url, "-o", `${wrong}.out`]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain(`modelport: ${server.url} answered 422: The header of the CSV does not fit`);
  expect(ended.stderr).toContain('\n  "id" is not a field of this model.\n  "color" is not a field');
  const empty = await file("b.csv", "");
  expect((await modelport(["predict", empty, "--url", server.url])).stderr).toBe(
    `modelport: ${empty} is empty: it needs a header line with the names of the columns.\n`,
  );
  const open = await file("d.csv", `"${CSV_HEADER}\n1,2\n`);
  expect((await modelport(["predict", open, "--url", server.url])).stderr).toBe(
    `modelport: The header line of ${open} cannot be read. The row has a quote that is not closed.\n`,
  );
});
