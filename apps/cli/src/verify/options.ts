import { parseRequestAuth, REQUEST_AUTH_TEXTS, type RequestAuth } from "@modelport/target-kit/request-auth";
import { shown, UsageError } from "../exit.ts";
import { headersOf, integerOf, refusePlainHttp, urlOf } from "../flag-values.ts";
import { type Flags, readFlags } from "../flags.ts";

/** The golden rows of the model in a clone of modelport. */
export const DEFAULT_GOLDEN = "model/golden.json";

export type EcsService = Extract<RequestAuth, { readonly kind: "ecs-service" }>;

/** `modelport verify`, parsed. */
export interface VerifyOptions {
  /** Without a trailing slash; undefined for the local stack. */
  readonly url: string | undefined;
  readonly auth: RequestAuth;
  readonly headers: Headers;
  /** The expected artifact; undefined if not given. */
  readonly artifactDigest: string | undefined;
  readonly modelVersion: string | undefined;
  /** The service of ECS whose rollout is checked before the checks over HTTP. */
  readonly rollout: EcsService | undefined;
  /** ARN; undefined if not given. */
  readonly taskDefinition: string | undefined;
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
    help: `how requests are authenticated, from the stack's output auth; one of\n${REQUEST_AUTH_TEXTS.join("\n")}`,
  },
  "artifact-digest": { takes: "<digest>", help: "expected artifact: the stack's output artifactDigest" },
  "model-version": { takes: "<version>", help: "expected model version: the stack's output modelVersion" },
  "task-definition": {
    takes: "<arn>",
    help: "expected task definition, for ecs-service: the stack's output taskDefinition",
  },
  rollout: {
    takes: "<ecs-service>",
    help: "check the rollout of this ECS service too, written as for\n--auth: the stack's output rollout, if it has one",
  },
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

/** The kinds of `--auth` that add credentials to a request. */
const CREDENTIALS: ReadonlySet<RequestAuth["kind"]> = new Set(["aws-sigv4", "google-identity-token"]);

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
  const rollout = rolloutOf(first("rollout"));
  const taskDefinition = first("task-definition");
  if (taskDefinition !== undefined && auth.kind !== "ecs-service" && rollout === undefined) {
    throw new UsageError("--task-definition is of a service of ECS: add --rollout ecs-service:..., or leave it out.");
  }
  // A signature and a token would use the same header.
  const token = auth.kind === "aws-sigv4" ? undefined : environment["MODELPORT_TOKEN"];
  const headers = headersOf(values.get("header") ?? [], token);
  if (auth.kind === "aws-sigv4" && headers.has("authorization")) {
    throw new UsageError("--header names Authorization, which --auth aws-sigv4 sets itself: leave one of them out.");
  }
  const url = urlOf(first("url"));
  if (url !== undefined && !values.has("allow-http")) refusePlainHttp(url, headers, CREDENTIALS.has(auth.kind));
  return {
    url,
    auth,
    headers,
    artifactDigest: digestOf(first("artifact-digest")),
    modelVersion: first("model-version"),
    rollout,
    taskDefinition,
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
    `--auth is ${shown(given ?? "")}, but must be one of ${REQUEST_AUTH_TEXTS.join(", ")}: ` +
      "take it from the stack's output auth.",
  );
}

function rolloutOf(given: string | undefined): EcsService | undefined {
  if (given === undefined) return undefined;
  const service = parseRequestAuth(given);
  if (service?.kind === "ecs-service") return service;
  throw new UsageError(
    `--rollout is ${shown(given)}, but must be ecs-service:<region>:<cluster>/<service>[?profile=<profile>]: take it from the stack's output rollout.`,
  );
}

function digestOf(given: string | undefined): string | undefined {
  if (given === undefined || /^sha256:[0-9a-f]{64}$/.test(given)) return given;
  throw new UsageError(
    `--artifact-digest is ${shown(given)}, but must be sha256: and 64 hexadecimal digits: take it from the stack's output artifactDigest.`,
  );
}
