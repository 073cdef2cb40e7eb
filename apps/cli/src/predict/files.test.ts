// Files as people have them: what is read as it is, what is read when told how, and the sentences about the rest.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import {
  CSV_HEADER,
  csvRows,
  directAnswers,
  manifest,
  modelportHere as modelport,
  startServer,
  temporaryFolder,
} from "../under-test.testing.ts";

vi.setConfig({ testTimeout: 60_000 });
let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

const ROWS = csvRows(3);
const TEXT = `${[CSV_HEADER, ...ROWS].join("\n")}\n`;
const utf16 = (text: string) => Buffer.from(text, "utf16le");
/** Of the type number, and where it is in a row of {@link csvRows}. */
const decimals = manifest.features.find(({ type }) => type === "number")?.name ?? "";

const sentences: readonly [
  name: string,
  content: string | Uint8Array,
  sentence: (path: string) => string,
  args?: string[],
][] = [
  [
    "a.xlsx.csv",
    Buffer.from("PK\u0003\u0004\u0014\u0000\u0006\u0000", "latin1"),
    (path) =>
      `${path} is an Excel workbook (.xlsx) or another ZIP archive, and not a text: save it as CSV (UTF-8), and score that.`,
  ],
  [
    "old.csv",
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    (path) => `${path} is an old Excel workbook (.xls), and not a text: save it as CSV (UTF-8), and score that.`,
  ],
  [
    "a.csv",
    Buffer.from("28b52ffd0458", "hex"),
    (path) => `${path} is compressed with zstd: decompress it first; gzip is read as it is.`,
  ],
  [
    "a.csv",
    utf16(TEXT),
    (path) => `${path} looks like UTF-16 without a byte order mark: add --encoding utf-16le, or save it as UTF-8.`,
  ],
  [
    "a.csv",
    utf16(TEXT).swap16(),
    (path) => `${path} looks like UTF-16 without a byte order mark: add --encoding utf-16be, or save it as UTF-8.`,
  ],
  ["a.csv", "id,\u0000age\n", (path) => `${path} is not a text: byte 3 is zero; give a CSV or NDJSON file.`],
  [
    "a.csv",
    Buffer.concat([Buffer.from(`${CSV_HEADER}\n1,Mar\u00EDa,`), Buffer.from("N\u00FA\u00F1ez\n", "latin1")]),
    (path) =>
      `${path} is not utf-8: line 2, column 10 has the byte 0xFA. If the file is from Windows, add --encoding windows-1252; otherwise save it as UTF-8.`,
  ],
  [
    "a.csv",
    Buffer.concat([Buffer.from(TEXT), Buffer.from([0xc3])]),
    (path) => `${path} ends in the middle of a character of utf-8: is it complete?`,
  ],
  [
    "a.csv.gz",
    gzipSync(TEXT).subarray(0, -9),
    (path) => `${path} is a gzip file that cannot be read (unexpected end of file): is it complete?`,
  ],
  [
    "a.csv",
    TEXT.replaceAll(",", ";"),
    (path) =>
      `The first line of ${path} is one column, ${JSON.stringify(`${CSV_HEADER.replaceAll(",", ";").slice(0, 80)}…`)}: if ";" separates its cells, add --delimiter ";".`,
  ],
  [
    "a.csv",
    TEXT.replaceAll(",", "\t"),
    (path) =>
      `The first line of ${path} is one column, ${JSON.stringify(`${CSV_HEADER.replaceAll(",", "\t").slice(0, 80)}…`)}: if "\\t" separates its cells, add --delimiter tab.`,
  ],
  [
    "a.csv",
    `${ROWS.join("\n")}\n`,
    (path) =>
      `The first line of ${path} has "0" where the name of a column should be: write a header line above it, with the names of the columns.`,
  ],
];

it.each(sentences)("says what %s is, and what to do (%#)", async (name, content, sentence) => {
  const path = await file(name, content);
  const { code, stderr } = await modelport(["predict", path, "--url", server.url, "-o", `${path}.out`]);
  expect(stderr.split("\n").find((line) => line.startsWith("modelport: "))).toBe(`modelport: ${sentence(path)}`);
  expect(code).toBe(1);
});

it.each([
  ["a.xlsx", '"a.xlsx" is a spreadsheet: save it as CSV (UTF-8), and score that.'],
  [
    "a.json",
    "\"a.json\" is JSON, which is not read row by row: write one object a line, for example with `jq -c '.[]' data.json > data.jsonl`, and score that.",
  ],
  ["a.jsonl.gz --delimiter ;", "--delimiter is for CSV, but the format is ndjson: leave it out."],
  ["a.csv --delimiter ;;", '--delimiter is ";;", but must be one of ,, ;, |, tab: correct it.'],
  ["a.csv --decimal ;", '--decimal is ";", but must be one of ., ,: correct it.'],
  [
    "a.csv --encoding latin1",
    '--encoding is "latin1", but must be one of auto, utf-8, utf-16le, utf-16be, windows-1252: correct it.',
  ],
])("refuses %s at once", async (args, sentence) => {
  expect(await modelport(["predict", ...args.split(" ")])).toEqual({
    code: 2,
    stdout: "",
    stderr: `modelport: ${sentence}\n`,
  });
});

it.each<[string, string | Uint8Array, string[]]>([
  ["a.csv.gz", gzipSync(TEXT), []],
  ["utf16.csv", utf16(`\uFEFF${TEXT}`), []],
  ["utf16.csv.gz", gzipSync(utf16(`\uFEFF${TEXT}`).swap16()), []],
  ["unmarked.csv", utf16(TEXT), ["--encoding", "utf-16le"]],
])("reads %s as the same rows in UTF-8", async (name, content, args) => {
  const path = await file(name, content);
  const ended = await modelport(["predict", path, "--url", server.url, "-q", ...args]);
  const answers = await directAnswers(server.url, ROWS);
  expect(ended).toEqual({
    code: 0,
    stderr: "",
    stdout: `${name.startsWith("utf16") ? "\uFEFF" : ""}${[CSV_HEADER, ...ROWS].map((row, index) => `${row},${answers[index]}\n`).join("")}`,
  });
});

it.each([
  [";", ";"],
  ["|", "|"],
  ["tab", "\t"],
])("reads and writes cells separated by %j, decimal commas and Windows-1252", async (flag, character) => {
  const names = ["nombre", "nota", ...manifest.features.map(({ name }) => name)];
  const cells = manifest.features.map(({ name, example }) => (name === decimals ? "1234,5" : String(example)));
  const quoted = `"a${character}b, ""c"""`;
  const lines = [names, ["Mu\u00F1oz", quoted, ...cells], ["P\u00E9rez", "1,5", ...cells.with(0, "")]].map((each) =>
    each.join(character),
  );
  const path = await file("clientes.csv", Buffer.from(`${lines.join("\r\n")}\r\n`, "latin1"));
  const args = [
    "predict",
    path,
    "--url",
    server.url,
    "--encoding",
    "windows-1252",
    "--delimiter",
    flag,
    "--decimal",
    ",",
  ];
  const proxy = await faultProxy(server.url);
  const ended = await modelport(args.with(3, proxy.url));
  const header = manifest.features.map(({ name }) => name).join(",");
  const sent = [cells, cells.with(0, "")].map((row) => row.join(",").replace("1234,5", "1234.5"));
  expect(proxy.batches.at(-1)?.body).toBe(`${[header, ...sent].join("\n")}\n`);
  const direct = await fetch(`${server.url}/api/v1/predict/batch`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: [header, ...sent].join("\n"),
  });
  const [, good = "", bad = ""] = (await direct.text()).split("\r\n");
  const [, probability = "", label = ""] = good.split(",");
  const fault = bad.replace(/^1,,,/, "");
  expect(ended.stdout.split("\r\n")).toEqual([
    [...names, "churn_probability", "prediction", "error"].join(character),
    [lines[1], probability.replace(".", ","), label, ""].join(character),
    [
      lines[2],
      "",
      "",
      fault.replaceAll(/^"|"$/g, "").includes(character) ? fault : fault.replaceAll(/^"|"$/g, "").replaceAll('""', '"'),
    ]
      .join(character)
      .replace(/""?Age/, "Age"),
    "",
  ]);
  expect(ended.code).toBe(3);
});

it("refuses a point beside decimal commas, and hints at --decimal where commas make bad rows", async () => {
  const header = manifest.features.map(({ name }) => name);
  const row = (value: string) =>
    manifest.features.map(({ name, example }) => (name === decimals ? value : String(example))).join(";");
  const path = await file(
    "a.csv",
    [header.join(";"), row("50.000"), row("50.000,5"), row("1234"), row("veinte")].join("\n"),
  );
  const args = ["predict", path, "--url", server.url, "--delimiter", ";"];
  const comma = await modelport([...args, "--decimal", ","]);
  const sentence = (value: string) =>
    `${decimals} must be a number with a decimal comma and nothing between thousands, as --decimal "," says; got "${value}".`;
  expect(comma.stderr.split("\n").slice(0, 3)).toEqual([
    "4 rows: 1 scored, 3 bad.",
    `  row 1 (line 2): ${sentence("50.000")}`,
    `  row 2 (line 3): ${sentence("50.000,5")}`,
  ]);
  const commas = await file("b.csv", [header.join(";"), row("83807,86")].join("\n"));
  const point = await modelport(args.with(1, commas));
  expect(point.stderr).toContain('\nIf a comma separates decimals in this file, add --decimal ",".\n');
});

it("--excel-safe writes no cell that a spreadsheet would run, and sends the cells as they are", async () => {
  const header = `id,=cmd|' /C calc'!A0,${manifest.features.map(({ name }) => name).join(",")}`;
  const good = manifest.features.map(({ example }) => String(example)).join(",");
  const [, note = ""] = header.split(",");
  const evil = ["=1+1", "+1", "-2", "-2+3", "@SUM(A1)", "\tx", "plain", '"=HYPERLINK(""http://x"",1)"', "\uFF1D1"];
  const path = await file("a.csv", [header, ...evil.map((cell, index) => `${index},${cell},${good}`)].join("\n"));
  const plain = await modelport(["predict", path, "--url", server.url]);
  const safe = await modelport(["predict", path, "--url", server.url, "--excel-safe"]);
  expect(plain.stdout.split("\n")[1]).toMatch(/^0,=1\+1,/);
  const expected = [
    "'=1+1",
    "+1",
    "-2",
    "'-2+3",
    "'@SUM(A1)",
    "'\tx",
    "plain",
    `"'=HYPERLINK(""http://x"",1)"`,
    "'\uFF1D1",
  ];
  const rest = plain.stdout.split("\n").map((line) => line.slice(line.indexOf(good)));
  expect(safe.stdout.trimEnd().split("\n")).toEqual([
    plain.stdout.split("\n")[0]?.replace(note, `'${note}`),
    ...expected.map((cell, index) => `${index},${cell},${rest[index + 1]}`),
  ]);
});

it("the choices of a run are part of what it is: another one does not go on", async () => {
  const path = await file("a.csv", TEXT);
  const down = await faultProxy(server.url, (batch) => (batch === 2 ? { status: 500 } : undefined));
  const args = ["predict", path, "--url", down.url, "-o", `${path}.out`, "--chunk-rows", "1", "--concurrency", "1"];
  expect((await modelport([...args, "--excel-safe"])).code).toBe(1);
  const refused = async (...more: string[]) => (await modelport([...args, ...more])).stderr;
  const sentence = (difference: string) =>
    `modelport: "${path}.out.part" was begun ${difference}: add --restart to start again, or give another --output.\n`;
  expect(await refused()).toBe(sentence("with --excel-safe, and this run has none"));
  expect(await refused("--excel-safe", "--decimal", ",")).toBe(
    sentence("with --decimal ., and this run has --decimal ,"),
  );
  expect(await refused("--excel-safe", "--encoding", "utf-8")).toBe(
    sentence("with --encoding auto, and this run has --encoding utf-8"),
  );
  expect((await modelport([...args, "--excel-safe"])).stderr).toContain("(1 rows by an earlier run)");
  expect(await readFile(`${path}.out`, "utf8")).toContain("churn_probability");
});
