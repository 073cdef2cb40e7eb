// Every sentence about a wrong command line, whole, and the help texts.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort } from "@modelport/local-runtime";
import { modelportHere, temporaryFolder } from "./under-test.testing.ts";

const say = (argv: readonly string[], env: Record<string, string> = {}) => modelportHere(argv, { env });

const flags =
  "--url, --output, --force, --explain, --format, --delimiter, --decimal, --encoding, --excel-safe, --header, --allow-http, --chunk-rows, --concurrency, --retries, --timeout, --restart, --quiet";
const more = "`modelport predict --help`";

const rows: readonly [argv: string[], sentence: string, environment?: Record<string, string>][] = [
  [
    ["score", "a.csv"],
    '"score" is not a command of modelport, which has predict, verify, advise, cost and help: `modelport --help` says what they do.',
  ],
  [
    ["help", "score"],
    '"score" is not a command of modelport, which has predict, verify, advise, cost and help: `modelport --help` says what they do.',
  ],
  [
    ["predict", "a.csv", "--ulr", "x"],
    `"--ulr" is not a flag of predict, which has ${flags}: ${more} says what they do.`,
  ],
  [["predict", "a.csv", "-x"], `"-x" is not a flag of predict, which has ${flags}: ${more} says what they do.`],
  [
    ["predict"],
    "There is no file to score: write `modelport predict <file>`, a CSV or NDJSON file, or - for standard input.",
  ],
  [
    ["predict", "my", "customers.csv"],
    '"customers.csv" is a second file, but predict takes one: run it once for each file, or quote a name with spaces.',
  ],
  [["predict", "a.csv", "-o"], `-o has no value: write -o <file>; ${more} has examples.`],
  [["predict", "a.csv", "--url", "--explain"], `--url has no value: write --url <url>; ${more} has examples.`],
  [["predict", "a.csv", "--url="], `--url has no value: write --url <url>; ${more} has examples.`],
  [["predict", "a.csv", "--explain=yes"], '--explain is "yes", but takes no value: write --explain alone.'],
  [
    ["predict", "a.csv", "--url", "http://a", "--url", "http://b"],
    "--url is given twice, but may be given once: leave one out.",
  ],
  [
    ["predict", "a.csv", "--url", "localhost:8000"],
    '--url is "localhost:8000", but must be an http or https address without a query: write it as http://127.0.0.1:8000.',
  ],
  [
    ["predict", "a.csv", "--url", "http://a/?key=1"],
    '--url is "http://a/?key=1", but must be an http or https address without a query: write it as http://127.0.0.1:8000.',
  ],
  [
    ["predict", "a.csv", "--url", "http://me:secret@a"],
    "--url has a user or password in it: give the plain address, and those by --header.",
  ],
  [["predict", "a.csv", "--format", "xml"], '--format is "xml", but must be one of csv, ndjson: correct it.'],
  [
    ["predict", "a.txt"],
    '"a.txt" does not end in .csv, .tsv, .ndjson or .jsonl: add --format csv or --format ndjson to say what it is.',
  ],
  [["predict", "-"], "Standard input has no extension that tells its format: add --format csv or --format ndjson."],
  [
    ["predict", "a.csv", "-o", "./a.csv"],
    '--output is "./a.csv", which is the input or would overwrite it: give another file.',
  ],
  [
    ["predict", "a.csv.part", "--format", "csv", "-o", "a.csv"],
    '--output is "a.csv", which is the input or would overwrite it: give another file.',
  ],
  [
    ["predict", "a.csv", "--chunk-rows", "0"],
    '--chunk-rows is "0", but must be a whole number from 1 to 100000: correct it.',
  ],
  [
    ["predict", "a.csv", "--concurrency", "65"],
    '--concurrency is "65", but must be a whole number from 1 to 64: correct it.',
  ],
  [["predict", "a.csv", "--retries", "-1"], '--retries is "-1", but must be a whole number from 0 to 100: correct it.'],
  [
    ["predict", "a.csv", "--timeout", "1.5"],
    '--timeout is "1.5", but must be a whole number from 1 to 3600: correct it.',
  ],
  ...[
    " ",
    " 5",
    "5 ",
    "+5",
    "-5",
    "0x5",
    "5e0",
    "1_0",
    "1,0",
    "1.0",
    "05",
    "\u0665",
    "\uFF15",
    "5n",
    "Infinity",
    "NaN",
    "9".repeat(400),
  ].flatMap((text): typeof rows => {
    const quoted = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    const sentence = (flag: string, least: number, most: number) =>
      `--${flag} is ${quoted}, but must be a whole number from ${least} to ${most}: correct it.`;
    return [
      [["predict", "a.csv", `--chunk-rows=${text}`], sentence("chunk-rows", 1, 100_000)],
      [["predict", "a.csv", `--concurrency=${text}`], sentence("concurrency", 1, 64)],
      [["predict", "a.csv", `--retries=${text}`], sentence("retries", 0, 100)],
      [["predict", "a.csv", `--timeout=${text}`], sentence("timeout", 1, 3600)],
      [["verify", `--timeout-seconds=${text}`], sentence("timeout-seconds", 1, 3600)],
    ];
  }),
  [
    ["predict", "a.csv", "--header", "@/nowhere/headers"],
    'The file "/nowhere/headers" of --header cannot be read (ENOENT): check the path after the @.',
  ],
  [
    ["predict", "a.csv", "--header", "secret"],
    'A --header is not of the form "Name: value" in ASCII: write it as --header "X-Api-Key: …".',
  ],
  [
    ["predict", "a.csv", "--header", "Content-Type: text/plain"],
    "--header names Content-Type, which modelport sets itself: leave it out.",
  ],
  [
    ["predict", "a.csv"],
    "MODELPORT_TOKEN has a character that no header can carry, such as a space or a line break: set it again.",
    { MODELPORT_TOKEN: "se cret" },
  ],
  [
    ["verify", "--url", "localhost"],
    '--url is "localhost", but must be an http or https address without a query: write it as http://127.0.0.1:8000.',
  ],
  [
    ["verify", "https://a.example"],
    '"https://a.example" is not a flag, and verify takes only flags: write --url https://a.example.',
  ],
  [
    ["verify", "--auth", "aws-sigv4:us-east-1"],
    '--auth is "aws-sigv4:us-east-1", but must be one of none, aws-sigv4:<region>:<service>[?profile=<profile>], google-identity-token[?impersonate=<service account>], address-ranges:<cidr>,..., ecs-service:<region>:<cluster>/<service>[?profile=<profile>], kubectl-port-forward:<namespace>/<service>[?context=...&kubeconfig=...], kubectl-port-forward:<namespace>/<service>[?context=...&credentials=...]: take it from the stack\'s output auth.',
  ],
  [
    ["verify", "--auth", "aws-sigv4:us-east-1:lambda", "--header", "Authorization: x"],
    "--header names Authorization, which --auth aws-sigv4 sets itself: leave one of them out.",
  ],
  [
    ["verify", "--artifact-digest", "sha256:12"],
    '--artifact-digest is "sha256:12", but must be sha256: and 64 hexadecimal digits: take it from the stack\'s output artifactDigest.',
  ],
  [
    ["verify", "--timeout-seconds", "0"],
    '--timeout-seconds is "0", but must be a whole number from 1 to 3600: correct it.',
  ],
  [
    ["verify", "--golden", "/nowhere/golden.json"],
    'The golden file "/nowhere/golden.json" cannot be read (ENOENT): check the path of --golden.',
  ],
  [
    ["verify", "--golden", join(import.meta.dirname, "../package.json")],
    `${JSON.stringify(join(import.meta.dirname, "../package.json"))} is not a golden file: it must be JSON with model.onnxSha256, tolerance and rows of instance and score, as the trainer writes it.`,
  ],
  [["predict", "/nowhere/a.csv"], 'There is no file "/nowhere/a.csv": check the path.'],
];

it.each(rows)("refuses %j", async (argv, sentence, environment) => {
  expect(await say(argv, environment)).toEqual({ code: 2, stdout: "", stderr: `modelport: ${sentence}\n` });
});

it("takes headers from a file, so that no secret is in the list of processes", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "headers");
  await writeFile(path, "X-Api-Key: KEY\r\n\nContent-Type: x\n");
  expect((await say(["predict", "a.csv", "--header", `@${path}`])).stderr).toBe(
    "modelport: --header names Content-Type, which modelport sets itself: leave it out.\n",
  );
  await writeFile(path, "X-Api-Key: KEY\nSECRET\n");
  expect((await say(["predict", "a.csv", "--header", `@${path}`])).stderr).toBe(
    `modelport: Line 2 of ${JSON.stringify(path)} is not of the form "Name: value" in ASCII: write one header a line.\n`,
  );
});

it("refuses a folder as a file", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "a.csv"));
  const path = join(folder, "a.csv");
  expect((await say(["predict", path])).stderr).toBe(
    `modelport: ${JSON.stringify(path)} is not a file: give a file, or - for standard input.\n`,
  );
});

it("says what there is: without a word as an error, with --help and help as an answer", async () => {
  const nothing = await say([]);
  expect(nothing).toMatchObject({ code: 2, stdout: "" });
  expect(nothing.stderr).toContain("Usage: modelport <command> [flags]");
  expect(await say(["--help"])).toEqual({ code: 0, stdout: nothing.stderr, stderr: "" });
  expect(await say(["help"])).toEqual({ code: 0, stdout: nothing.stderr, stderr: "" });
  expect(await say(["--version"])).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  const help = await say(["help", "predict"]);
  expect(await say(["predict", "a.csv", "--help"])).toEqual(help);
  for (const flag of flags.split(", ")) expect(help.stdout).toContain(flag);
  const { stdout } = await say(["help", "verify"]);
  for (const line of (help.stdout + stdout).split("\n")) expect(line.length).toBeLessThanOrEqual(115);
});

it("reports the address of a server that does not answer, and stops after the configured retries", async () => {
  const path = join(await temporaryFolder(), "a.csv");
  await writeFile(path, "id\n1\n");
  const url = `http://127.0.0.1:${await freePort()}`;
  const failure = (sentence: string) => ({ code: 1, stdout: "", stderr: `modelport: ${sentence}\n` });
  expect(await say(["predict", path, "--url", url, "--retries", "0"])).toEqual(
    failure(`${url} cannot be reached (ECONNREFUSED); gave up after 1 try.`),
  );
  expect(await say(["predict", path, "--url", "http://127.0.0.1:9"])).toEqual(
    failure("http://127.0.0.1:9 cannot be reached (bad port): check the address."),
  );
});
