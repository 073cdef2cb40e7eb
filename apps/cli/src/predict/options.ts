import { extname, resolve } from "node:path";
import { shown, UsageError } from "../exit.ts";
import { partPath } from "./resume.ts";
import { type Flags, type Given, readFlags } from "../flags.ts";

const FORMATS = ["csv", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

/** What `npm start` serves. */
export const LOCAL_URL = "http://127.0.0.1:8000";

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

function urlOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  // A URL with a password is not shown.
  if (url && (url.username !== "" || url.password !== "")) {
    throw new UsageError("--url has a user or password in it: give the plain address, and those by --header.");
  }
  if (url && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "")
    return url.href.replace(/\/+$/, "");
  throw new UsageError(
    `--url is ${shown(given)}, but must be an http or https address without a query: write it as ${LOCAL_URL}.`,
  );
}

function integerOf(name: keyof typeof flags, given: string | undefined, fallback: number, least: number, most: number) {
  if (given === undefined) return fallback;
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= least && number <= most) return number;
  throw new UsageError(
    `--${name} is ${shown(given)}, but must be a whole number from ${least} to ${most}: correct it.`,
  );
}

const HEADER = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*([\x20-\x7e]*)$/;
const OWN_HEADERS = new Set(["accept", "connection", "content-length", "content-type", "host", "transfer-encoding"]);

/** Their values may be secrets: no message shows them. */
function headersOf(given: readonly string[], token: string | undefined): Headers {
  const headers = new Headers();
  if (token !== undefined && token !== "") {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new UsageError(
        "MODELPORT_TOKEN has a character that no header can carry, such as a space or a line break: set it again.",
      );
    }
    headers.set("authorization", `Bearer ${token}`);
  }
  const named = new Set<string>();
  for (const line of given) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(
        'A --header is not of the form "Name: value" in ASCII: write it as --header "X-Api-Key: …".',
      );
    }
    const lower = name.toLowerCase();
    if (OWN_HEADERS.has(lower)) {
      throw new UsageError(`--header names ${name}, which modelport sets itself: leave it out.`);
    }
    // The first of a name replaces what MODELPORT_TOKEN gave.
    if (named.has(lower)) headers.append(name, value);
    else headers.set(name, value);
    named.add(lower);
  }
  return headers;
}
