// Parses every environment variable that the app reads, once and strictly.
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  choiceOf,
  decimalOf,
  integerOf,
  isWebOrigin,
  LOG_LEVEL_ALIASES,
  LOG_LEVELS,
  MOST_WORKERS,
} from "@modelport/contracts";

/** The app's configuration. Times are in milliseconds. */
export interface Env {
  readonly port: number;
  /** Undefined: every address of IPv6 and IPv4, or of IPv4 alone where the system has no IPv6. */
  readonly host: string | undefined;
  /** Processes that serve. */
  readonly workers: number;
  readonly modelDirectory: string;
  readonly logLevel: string;
  readonly threshold: number | undefined;
  readonly maxThreads: number;
  /** The maximum size of a streamed batch. */
  readonly maxBatchBytes: number;
  /** Origins whose pages may call the API, or `*`; empty if something in front of the app handles CORS. */
  readonly corsOrigins: readonly string[];
  readonly instanceId: string;
  readonly artifactDigest: string | undefined;
  /** Where a Lambda function's metrics are counted; undefined if none are written. */
  readonly emf: { readonly namespace: string; readonly functionName: string } | undefined;
  /** Lambda started this instance for a waiting request, not in advance. */
  readonly startedOnDemand: boolean;
  /** How long an idle connection is kept; must exceed the load balancer's idle timeout (nodejs/node 20256). */
  readonly keepAliveTimeoutMs: number;
  /** How long the headers of a request may take; must exceed keepAliveTimeoutMs. */
  readonly headersTimeoutMs: number;
  /** How long the body of a request may pause. */
  readonly bodyIdleTimeoutMs: number;
  /** Memory for answers that wait for clients to read; undefined: derived from the memory limit. */
  readonly maxUnreadBytes: number | undefined;
  /** How long a draining server still accepts requests, so that load balancers notice /ready first. */
  readonly drainDelayMs: number;
  /** How long running requests may take after that before the process exits. */
  readonly drainTimeoutMs: number;
}

/** A variable whose value cannot be used; the message names the variable, its value and what is allowed. */
export class EnvError extends Error {
  override name = "EnvError";
}

/** @throws {EnvError} */
export function parseEnv(env: NodeJS.ProcessEnv): Env {
  const parsed = parseEach(env);
  const { keepAliveTimeoutMs, headersTimeoutMs } = parsed;
  if (headersTimeoutMs > keepAliveTimeoutMs) return parsed;
  throw new EnvError(
    `HEADERS_TIMEOUT_MS is ${headersTimeoutMs}, but must be above KEEP_ALIVE_TIMEOUT_MS, which is ${keepAliveTimeoutMs}: ` +
      "else a kept connection is cut while its next request arrives.",
  );
}

function parseEach(env: NodeJS.ProcessEnv): Env {
  return {
    port: integer(env, "PORT", 8000, 0, 65_535),
    host: given(env, "HOST"),
    workers: integer(env, "WORKERS", 1, 1, MOST_WORKERS),
    modelDirectory: given(env, "MODEL_DIR") ?? join(dirname(fileURLToPath(import.meta.url)), "model"),
    logLevel: oneOf(env, "LOG_LEVEL", "info", LOG_LEVELS, LOG_LEVEL_ALIASES),
    threshold: decimal(env, "THRESHOLD", 0, 1),
    maxThreads: integer(env, "MAX_THREADS", 1, 1, 64),
    maxBatchBytes: integer(env, "MAX_BATCH_BYTES", 1_073_741_824, 1024, Number.MAX_SAFE_INTEGER),
    corsOrigins: origins(env, "CORS_ORIGINS"),
    instanceId: matching(env, "MODELPORT_INSTANCE_ID", ...INSTANCE_ID) ?? randomUUID(),
    artifactDigest: matching(env, "MODELPORT_ARTIFACT_DIGEST", ...DIGEST),
    emf: emfSettings(env),
    startedOnDemand: (given(env, "AWS_LAMBDA_INITIALIZATION_TYPE") ?? "on-demand") === "on-demand",
    keepAliveTimeoutMs: integer(env, "KEEP_ALIVE_TIMEOUT_MS", 65_000, 0, 3_600_000),
    headersTimeoutMs: integer(env, "HEADERS_TIMEOUT_MS", 66_000, 0, 3_600_000),
    bodyIdleTimeoutMs: integer(env, "BODY_IDLE_TIMEOUT_MS", 60_000, 100, 3_600_000),
    maxUnreadBytes: optionalInteger(env, "MAX_UNREAD_BYTES", 0, Number.MAX_SAFE_INTEGER),
    drainDelayMs: integer(env, "DRAIN_DELAY_MS", 1_000, 0, 600_000),
    drainTimeoutMs: integer(env, "DRAIN_TIMEOUT_MS", 8_000, 0, 600_000),
  };
}

type Pattern = readonly [pattern: RegExp, inWords: string];

/** CloudWatch's rule for the names of namespaces; those that begin with AWS/ are reserved. */
const NAMESPACE: Pattern = [
  /^(?!AWS\/)[\w.\-/#:]{1,255}$/,
  "have 1 to 255 letters, digits or . - _ / # : and not begin with AWS/",
];
/** It is written to logs and shown in terminals unchanged. */
const INSTANCE_ID: Pattern = [/^[\x21-\x7e]{1,200}$/, "have 1 to 200 visible ASCII characters and no space"];
const DIGEST: Pattern = [/^sha256:[0-9a-f]{64}$/, "be sha256: and 64 hex digits in lower case"];

function emfSettings(env: NodeJS.ProcessEnv): Env["emf"] {
  const functionName = given(env, "AWS_LAMBDA_FUNCTION_NAME");
  const namespace = matching(env, "METRICS_NAMESPACE", ...NAMESPACE) ?? "modelport";
  if (oneOf(env, "METRICS", functionName === undefined ? "none" : "emf", ["emf", "none"]) === "none") return undefined;
  if (functionName !== undefined) return { namespace, functionName };
  throw new EnvError('METRICS is "emf", which only AWS Lambda reads; elsewhere metrics are at GET /metrics: unset it.');
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}

/** As JSON, so that a line break or a tab in the value is visible. */
function wrong(name: string, value: string, allowed: string): EnvError {
  return new EnvError(`${name} is ${JSON.stringify(value)}, but must ${allowed}: correct or unset it.`);
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, least: number, most: number): number {
  const value = given(env, name);
  if (value === undefined) return fallback;
  const number = integerOf(value);
  if (number !== undefined && number >= least && number <= most) return number;
  throw wrong(name, value, `be an integer from ${least} to ${most}`);
}

function decimal(env: NodeJS.ProcessEnv, name: string, least: number, most: number): number | undefined {
  const value = given(env, name);
  if (value === undefined) return undefined;
  const number = decimalOf(value);
  if (number !== undefined && number >= least && number <= most) return number;
  throw wrong(name, value, `be a number from ${least} to ${most}`);
}

function optionalInteger(env: NodeJS.ProcessEnv, name: string, least: number, most: number): number | undefined {
  return given(env, name) === undefined ? undefined : integer(env, name, least, least, most);
}

function origins(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  const value = given(env, name);
  if (value === undefined) return [];
  const list = value.split(",").map((origin) => origin.trim());
  if (value === "*" || list.every(isWebOrigin)) return list;
  throw wrong(
    name,
    value,
    "be * alone, or origins as browsers send them, separated by commas, e.g. https://app.example.com: " +
      "lower case, no path or slash at the end, no port 443 or 80 of its scheme",
  );
}

function matching(env: NodeJS.ProcessEnv, name: string, pattern: RegExp, inWords: string): string | undefined {
  const value = given(env, name);
  if (value === undefined || pattern.test(value)) return value;
  throw wrong(name, value, inWords);
}

/** Accepts any case and the aliases; the result is one of `allowed`. */
function oneOf<T extends string>(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: T,
  allowed: readonly T[],
  aliases?: Readonly<Record<string, T>>,
): T {
  const value = given(env, name);
  if (value === undefined) return fallback;
  const choice = choiceOf(value, allowed, aliases);
  if (choice !== undefined) return choice;
  throw wrong(name, value, `be one of ${allowed.join(", ")}`);
}
