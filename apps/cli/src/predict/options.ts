import { extname, resolve } from "node:path";
import { shown, UsageError } from "../exit.ts";
import { chosenOf, headersOf, integerOf, refusePlainHttp, urlOf } from "../flag-values.ts";
import { type Flags, type Given, readFlags } from "../flags.ts";
import { type Delimiter, DELIMITERS } from "./delimiter.ts";
import { namesBeside } from "./output-paths.ts";

const FORMATS = ["csv", "ndjson"] as const;
type Format = (typeof FORMATS)[number];
const DECIMALS = [".", ","] as const;
/** `auto` is UTF-8, or UTF-16 if a byte order mark says so. */
const ENCODINGS = ["auto", "utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
const ENCODING_ALIASES = { utf8: "utf-8", utf16le: "utf-16le", utf16be: "utf-16be", cp1252: "windows-1252" } as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Every option that changes what is read, sent or written, by its flag. */
export interface Choices {
  readonly format: Format;
  readonly explain: boolean;
  readonly delimiter: Delimiter;
  readonly decimal: (typeof DECIMALS)[number];
  readonly encoding: Encoding;
  readonly "excel-safe": boolean;
}

/** `modelport predict`, parsed. */
export interface PredictOptions {
  /** Path of a file, or `-` for standard input. */
  readonly input: string;
  /** Path of a file; undefined for standard output. */
  readonly output: string | undefined;
  readonly choices: Choices;
  /** Without a trailing slash; undefined for the local stack. */
  readonly url: string | undefined;
  readonly chunkRows: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly timeoutSeconds: number;
  readonly headers: Headers;
  readonly restart: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
}

export const flags = {
  url: { takes: "<url>", help: "address of a modelport server (default: the local stack of this clone)" },
  output: { short: "o", takes: "<file>", help: "file for the scored rows (default: standard output)" },
  force: { help: "replace the output if it exists" },
  explain: { help: "add reasons and the contribution of every field" },
  format: { takes: "<format>", help: "csv or ndjson (default: by the extension .csv, .tsv, .ndjson or .jsonl)" },
  delimiter: { takes: "<character>", help: 'delimiter of cells: "," (default), ";", "|" or tab (default of .tsv)' },
  decimal: { takes: "<character>", help: 'decimal separator of numbers in a CSV file: "." (default) or ","' },
  encoding: {
    takes: "<name>",
    help: "utf-8, utf-16le, utf-16be or windows-1252\n(default: UTF-8, or UTF-16 if the file has a byte order mark)",
  },
  "excel-safe": { help: "escape text cells that a spreadsheet would treat as formulas" },
  header: {
    takes: "<header>",
    repeatable: true,
    help: 'sent with every request: "Name: value", or @<file> with one per line;\nmay be repeated',
  },
  "allow-http": { help: "allow headers and tokens over http to another machine" },
  "chunk-rows": {
    takes: "<rows>",
    help: "rows per request, 1 to 100000 (default: 5000); halved after a 413",
  },
  concurrency: { takes: "<number>", help: "concurrent requests, 1 to 64 (default: 4)" },
  retries: { takes: "<number>", help: "retries of a failed request, 0 to 100 (default: 8)" },
  timeout: { takes: "<seconds>", help: "timeout of one request in seconds, 1 to 3600 (default: 120)" },
  restart: { help: "start again, ignoring what an earlier run left" },
  quiet: { short: "q", help: "print only errors on standard error" },
} as const satisfies Flags;

/** @throws {UsageError} */
export function parseOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): PredictOptions {
  const given = readFlags("predict", flags, argv);
  const first = (name: keyof typeof flags) => given.values.get(name)?.[0];
  const input = inputOf(given);
  const output = first("output");
  const isInput = (path: string) => resolve(path) === resolve(input);
  if (output !== undefined && output !== "-" && [output, ...namesBeside(output)].some(isInput)) {
    throw new UsageError(`--output is ${shown(output)}, which is the input or would overwrite it: give another file.`);
  }
  const url = urlOf(first("url"));
  const headers = headersOf(given.values.get("header") ?? [], environment["MODELPORT_TOKEN"]);
  if (url !== undefined && !given.values.has("allow-http")) refusePlainHttp(url, headers);
  return {
    input,
    output: output === "-" ? undefined : output,
    choices: choicesOf(input, given),
    url,
    chunkRows: integerOf("chunk-rows", first("chunk-rows"), 5000, 1, 100_000),
    concurrency: integerOf("concurrency", first("concurrency"), 4, 1, 64),
    retries: integerOf("retries", first("retries"), 8, 0, 100),
    timeoutSeconds: integerOf("timeout", first("timeout"), 120, 1, 3600),
    headers,
    restart: given.values.has("restart"),
    force: given.values.has("force"),
    quiet: given.values.has("quiet"),
  };
}

function inputOf({ words }: Given): string {
  const [input, extra] = words;
  if (input === undefined || input === "") {
    throw new UsageError(
      "There is no file to score: write `modelport predict <file>`, a CSV or NDJSON file, or - for standard input.",
    );
  }
  if (extra === undefined) return input;
  throw new UsageError(
    `${shown(extra)} is a second file, but predict takes one: run it once for each file, or quote a name with spaces.`,
  );
}

function choicesOf(input: string, { values }: Given): Choices {
  const first = (name: keyof typeof flags) => values.get(name)?.[0];
  const extension = extname(input.toLowerCase().replace(/\.gz$/, ""));
  const format = formatOf(input, extension, first("format"));
  const csvOnly = (["delimiter", "decimal", "excel-safe"] as const).find((name) => values.has(name));
  if (format !== "csv" && csvOnly !== undefined) {
    throw new UsageError(`--${csvOnly} is for CSV, but the format is ${format}: leave it out.`);
  }
  const delimiters = Object.keys(DELIMITERS) as Delimiter[];
  const written = first("delimiter") === "\t" ? "tab" : first("delimiter");
  return {
    format,
    explain: values.has("explain"),
    delimiter: chosenOf("delimiter", written, delimiters, extension === ".tsv" ? "tab" : ","),
    decimal: chosenOf("decimal", first("decimal"), DECIMALS, "."),
    encoding: chosenOf("encoding", first("encoding"), ENCODINGS, "auto", ENCODING_ALIASES),
    "excel-safe": values.has("excel-safe"),
  };
}

function formatOf(input: string, extension: string, given: string | undefined): Format {
  if (given !== undefined) return chosenOf("format", given, FORMATS, "csv");
  if (input === "-") {
    throw new UsageError("Standard input has no extension that tells its format: add --format csv or --format ndjson.");
  }
  if (extension === ".csv" || extension === ".tsv") return "csv";
  if (extension === ".ndjson" || extension === ".jsonl") return "ndjson";
  if (/^\.(?:xls[xmb]?|ods)$/.test(extension)) {
    throw new UsageError(`${shown(input)} is a spreadsheet: save it as CSV (UTF-8), and score that.`);
  }
  if (extension === ".json") {
    throw new UsageError(
      `${shown(input)} is JSON, which is not read row by row: write one object a line, for example with \`jq -c '.[]' data.json > data.jsonl\`, and score that.`,
    );
  }
  throw new UsageError(
    `${shown(input)} does not end in .csv, .tsv, .ndjson or .jsonl: add --format csv or --format ndjson to say what it is.`,
  );
}
