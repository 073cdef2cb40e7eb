import { parseRequestAuth, type RequestAuth } from "@modelport/target-kit/request-auth";
import { shown, UsageError } from "../exit.ts";
import { headersOf, integerOf, refusePlainHttp, urlOf } from "../flag-values.ts";
import { type Flags, readFlags } from "../flags.ts";

/** The golden rows of the model in a clone of modelport. */
export const DEFAULT_GOLDEN = "model/golden.json";

/** `modelport verify`, parsed. */
export interface VerifyOptions {
  /** Without a trailing slash; undefined for the local stack. */
  readonly url: string | undefined;
  readonly auth: RequestAuth;
  readonly headers: Headers;
  /** The expected artifact; undefined if not given. */
  readonly artifactDigest: string | undefined;
  readonly modelVersion: string | undefined;
  /** Path of the golden rows; undefined for {@link DEFAULT_GOLDEN}, if it exists and belongs to the served model. */
  readonly golden: string | undefined;
  readonly timeoutSeconds: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

export const flags = {
  url: { takes: "<url>", help: "address of the deployment (default: the local stack of this clone)" },
  auth: {
    takes: "<auth>",
    help: "how requests are authenticated, from the stack's output auth:\nnone (default), aws-sigv4:<region>:<service>[?profile=<profile>] or\ngoogle-identity-token[?impersonate=<service account>]",
  },
  "artifact-digest": { takes: "<digest>", help: "expected artifact: the stack's output artifactDigest" },
  "model-version": { takes: "<version>", help: "expected model version: the stack's output modelVersion" },
  golden: {
    takes: "<file>",
    help: `golden rows of the trainer (default: ${DEFAULT_GOLDEN}, if of the served model)`,
  },
  header: {
    takes: "<header>",
    repeatable: true,
    help: 'sent with every request: "Name: value", or @<file> with one per line;\nmay be repeated',
  },
  "allow-http": { help: "allow headers, tokens and signatures over http to another machine" },
  "timeout-seconds": { takes: "<seconds>", help: "how long to wait until it is ready, 1 to 3600 (default: 300)" },
  json: { help: "the report as JSON on standard output" },
  quiet: { short: "q", help: "no progress on standard error" },
} as const satisfies Flags;

/** @throws {UsageError} */
export function parseOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): VerifyOptions {
  const { values, words } = readFlags("verify", flags, argv);
  const first = (name: keyof typeof flags) => values.get(name)?.[0];
  if (words[0] !== undefined) {
    throw new UsageError(`${shown(words[0])} is not a flag, and verify takes only flags: write --url ${words[0]}.`);
  }
  const auth = authOf(first("auth"));
  // A signature and a token would use the same header.
  const token = auth.kind === "aws-sigv4" ? undefined : environment["MODELPORT_TOKEN"];
  const headers = headersOf(values.get("header") ?? [], token);
  if (auth.kind === "aws-sigv4" && headers.has("authorization")) {
    throw new UsageError("--header names Authorization, which --auth aws-sigv4 sets itself: leave one of them out.");
  }
  const url = urlOf(first("url"));
  if (url !== undefined && !values.has("allow-http")) refusePlainHttp(url, headers, auth.kind !== "none");
  return {
    url,
    auth,
    headers,
    artifactDigest: digestOf(first("artifact-digest")),
    modelVersion: first("model-version"),
    golden: first("golden"),
    timeoutSeconds: integerOf("timeout-seconds", first("timeout-seconds"), 300, 1, 3600),
    json: values.has("json"),
    quiet: values.has("quiet"),
  };
}

function authOf(given: string | undefined): RequestAuth {
  const auth = parseRequestAuth(given ?? "none");
  if (auth) return auth;
  throw new UsageError(
    `--auth is ${shown(given ?? "")}, but must be none, aws-sigv4:<region>:<service> or google-identity-token: ` +
      "take it from the stack's output auth.",
  );
}

function digestOf(given: string | undefined): string | undefined {
  if (given === undefined || /^sha256:[0-9a-f]{64}$/.test(given)) return given;
  throw new UsageError(
    `--artifact-digest is ${shown(given)}, but must be sha256: and 64 hexadecimal digits: take it from the stack's output artifactDigest.`,
  );
}
