// Every environment variable that the app reads, parsed once and strictly.
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The app's configuration. Times are in milliseconds. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly modelDirectory: string;
  readonly logLevel: string;
  readonly threshold: number | undefined;
  readonly maxThreads: number;
  /** The most bytes of a streamed batch. */
  readonly maxBatchBytes: number;
  /** Pages that may ask from a browser, by origin; `*` for all of them. Empty where the front in front sees to it. */
  readonly corsOrigins: readonly string[];
  readonly instanceId: string;
  readonly artifactDigest: string | undefined;
  /** Where a Lambda function's metrics are counted; undefined where none are written. */
  readonly emf: { readonly namespace: string; readonly functionName: string } | undefined;
  /** Lambda started this instance because a request waited for one, and not in advance. */
  readonly startedOnDemand: boolean;
  /** How long an idle connection is kept; above the idle timeout of the load balancer in front (nodejs/node 20256). */
  readonly keepAliveTimeoutMs: number;
  /** How long the headers of a request may take; above keepAliveTimeoutMs. */
  readonly headersTimeoutMs: number;
  /** How long the body of a request may bring no byte while it is waited for. */
  readonly bodyIdleTimeoutMs: number;
  /** The most bytes of answers that wait in memory for clients that send their whole batch before they read; undefined: by memory. */
  readonly maxUnreadBytes: number | undefined;
  /** How long a draining server still accepts requests, so that load balancers notice /ready first. */
  readonly drainDelayMs: number;
  /** How long running requests may take after that before the process exits. */
  readonly drainTimeoutMs: number;
}

/** A variable with a value that cannot be used; the message names it, the value and what is allowed. */
export class EnvError extends Error {
  override name = "EnvError";
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

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
    host: given(env, "HOST") ?? "0.0.0.0",
    modelDirectory: given(env, "MODEL_DIR") ?? join(dirname(fileURLToPath(import.meta.url)), "model"),
    logLevel: oneOf(env, "LOG_LEVEL", "info", LOG_LEVELS),
    threshold: optionalNumber(env, "THRESHOLD", 0, 1),
    maxThreads: integer(env, "MAX_THREADS", 1, 1, 64),
    maxBatchBytes: integer(env, "MAX_BATCH_BYTES", 1_073_741_824, 1024, Number.MAX_SAFE_INTEGER),
    corsOrigins: origins(env, "CORS_ORIGINS"),
    instanceId: given(env, "MODELPORT_INSTANCE_ID") ?? randomUUID(),
    artifactDigest: given(env, "MODELPORT_ARTIFACT_DIGEST"),
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

/** CloudWatch's own rule for the names of namespaces; those of AWS begin with AWS/. */
const NAMESPACE = /^(?!AWS\/)[\w.\-/#:]{1,255}$/;

function emfSettings(env: NodeJS.ProcessEnv): Env["emf"] {
  const functionName = given(env, "AWS_LAMBDA_FUNCTION_NAME");
  const namespace = given(env, "METRICS_NAMESPACE") ?? "modelport";
  if (!NAMESPACE.test(namespace)) {
    throw new EnvError(
      `METRICS_NAMESPACE is "${namespace}", but must have 1 to 255 letters, digits or . - _ / # : and not begin with AWS/: correct or unset it.`,
    );
  }
  if (oneOf(env, "METRICS", functionName === undefined ? "none" : "emf", ["emf", "none"]) === "none") return undefined;
  if (functionName !== undefined) return { namespace, functionName };
  throw new EnvError('METRICS is "emf", which only AWS Lambda reads; elsewhere metrics are at GET /metrics: unset it.');
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, least: number, most: number): number {
  const value = given(env, name);
  if (value === undefined) return fallback;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new EnvError(`${name} is "${value}", but must be an integer from ${least} to ${most}: correct or unset it.`);
}

function optionalInteger(env: NodeJS.ProcessEnv, name: string, least: number, most: number): number | undefined {
  return given(env, name) === undefined ? undefined : integer(env, name, least, least, most);
}

/** As browsers send it: nothing in upper case, no path, and no port that is the scheme's own. */
const ORIGIN = /^(?!http:.*:80$|https:.*:443$)https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/;

function origins(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  const value = given(env, name);
  if (value === undefined) return [];
  const list = value.split(",").map((origin) => origin.trim());
  if (value === "*" || list.every((origin) => ORIGIN.test(origin))) return list;
  throw new EnvError(
    `${name} is "${value}", but must be * alone, or origins as browsers send them, separated by commas, ` +
      "e.g. https://app.example.com: lower case, no path or slash at the end, no port 443 or 80 of its scheme: correct or unset it.",
  );
}

function optionalNumber(env: NodeJS.ProcessEnv, name: string, least: number, most: number): number | undefined {
  const value = given(env, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number >= least && number <= most) return number;
  throw new EnvError(`${name} is "${value}", but must be a number from ${least} to ${most}: correct or unset it.`);
}

function oneOf(env: NodeJS.ProcessEnv, name: string, fallback: string, allowed: readonly string[]): string {
  const value = given(env, name) ?? fallback;
  if (allowed.includes(value)) return value;
  throw new EnvError(`${name} is "${value}", but must be one of ${allowed.join(", ")}: correct or unset it.`);
}
