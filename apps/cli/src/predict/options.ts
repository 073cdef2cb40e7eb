import { extname, resolve } from "node:path";
import { shown, UsageError } from "../exit.ts";
import { headersOf, integerOf, LOCAL_URL, urlOf } from "../flag-values.ts";
import { type Flags, type Given, readFlags } from "../flags.ts";
import { partPath } from "./resume.ts";

const FORMATS = ["csv", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

/** `modelport predict`, parsed. */
export interface PredictOptions {
  /** Path of a file, or `-` for standard input. */
  readonly input: string;
  /** Path of a file; undefined for standard output. */
  readonly output: string | undefined;
  readonly format: Format;
  /** Without a slash at its end; undefined for the local stack. */
  readonly url: string | undefined;
  readonly explain: boolean;
  readonly chunkRows: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly timeoutSeconds: number;
  readonly headers: Headers;
  readonly restart: boolean;
  readonly quiet: boolean;
}

export const flags = {
  url: { takes: "<url>", help: `where a modelport server answers (default: the local stack, ${LOCAL_URL})` },
  output: { short: "o", takes: "<file>", help: "where the scored rows go (default: standard output)" },
  explain: { help: "add reasons and the contribution of every field" },
  format: { takes: "<format>", help: "csv or ndjson (default: by the extension .csv, .ndjson or .jsonl)" },
  header: { takes: "<header>", repeatable: true, help: 'sent with every request: "Name: value"; may be given again' },
  "chunk-rows": {
    takes: "<rows>",
    help: "rows of one request, 1 to 100000 (default: 5000); halved where a door says 413",
  },
  concurrency: { takes: "<number>", help: "requests at the same time, 1 to 64 (default: 4)" },
  retries: { takes: "<number>", help: "how often a failed request is sent again, 0 to 100 (default: 8)" },
  timeout: { takes: "<seconds>", help: "how long one request may take, 1 to 3600 (default: 120)" },
  restart: { help: "begin anew, whatever an earlier run left" },
  quiet: { short: "q", help: "nothing on standard error but errors" },
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
  if (output !== undefined && output !== "-" && (isInput(output) || isInput(partPath(output)))) {
    throw new UsageError(`--output is ${shown(output)}, which is the input or would overwrite it: give another file.`);
  }
  return {
    input,
    output: output === "-" ? undefined : output,
    format: formatOf(input, first("format")),
    url: urlOf(first("url")),
    explain: given.values.has("explain"),
    chunkRows: integerOf("chunk-rows", first("chunk-rows"), 5000, 1, 100_000),
    concurrency: integerOf("concurrency", first("concurrency"), 4, 1, 64),
    retries: integerOf("retries", first("retries"), 8, 0, 100),
    timeoutSeconds: integerOf("timeout", first("timeout"), 120, 1, 3600),
    headers: headersOf(given.values.get("header") ?? [], environment["MODELPORT_TOKEN"]),
    restart: given.values.has("restart"),
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

function formatOf(input: string, given: string | undefined): Format {
  if (given !== undefined) {
    const format = FORMATS.find((known) => known === given);
    if (format) return format;
    throw new UsageError(`--format is ${shown(given)}, but must be one of ${FORMATS.join(", ")}: correct it.`);
  }
  if (input === "-") {
    throw new UsageError("Standard input has no extension that tells its format: add --format csv or --format ndjson.");
  }
  const extension = extname(input).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".ndjson" || extension === ".jsonl") return "ndjson";
  throw new UsageError(
    `${shown(input)} does not end in .csv, .ndjson or .jsonl: add --format csv or --format ndjson to say what it is.`,
  );
}
