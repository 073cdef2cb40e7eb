// Classifies an event of AWS Lambda: an HTTP request, an instance, a warm-up ping, or something that this function must
// not swallow.
import type { LambdaEvent } from "hono/aws-lambda";
import { httpEventFault, withOwnPath } from "./http-event.ts";

/** Every event that a function may be invoked with. */
export type LambdaInput =
  | { readonly kind: "http"; readonly event: LambdaEvent }
  /** Looks like an HTTP request, but is not a valid one; `fault` is a whole sentence. */
  | { readonly kind: "malformed"; readonly fault: string }
  | { readonly kind: "ping" }
  /** `body` is the JSON text of the instance. */
  | { readonly kind: "instance"; readonly body: string }
  /** An object that is neither; `fault` is a whole sentence. */
  | { readonly kind: "unclear"; readonly fault: string }
  | { readonly kind: "foreign"; readonly source: string };

type Members = Readonly<Record<string, unknown>>;

/**
 * Classifies `event`. `fieldNames` are the names and aliases of the model's fields: an object without any of them is
 * not an instance. Otherwise a queue's message would pass for a bad instance, be counted as handled, and be deleted.
 */
export function readLambdaEvent(event: unknown, fieldNames: ReadonlySet<string>): LambdaInput {
  if (Array.isArray(event)) return readList(event, fieldNames);
  if (!isObject(event)) return instanceFrom(event);
  if (isHttp(event, fieldNames)) {
    const fault = httpEventFault(event);
    return fault === undefined ? { kind: "http", event: withOwnPath(event) } : { kind: "malformed", fault };
  }
  if (hasField(event, fieldNames)) return instanceFrom(event);
  if (isPing(event)) return { kind: "ping" };
  if ("body" in event) return readEnvelope(event);
  // An empty event is an instance without any field; the answer lists what is missing.
  if (Object.keys(event).length === 0) return { kind: "instance", body: "{}" };
  return { kind: "foreign", source: sourceOf(event) };
}

/** Why `event` was not handled; thrown, so that Lambda counts, retries and keeps the failed event. */
export class UnhandledEventError extends Error {
  override name = "UnhandledEventError";

  constructor(source: string) {
    super(
      `The event, ${source}, is neither an HTTP request nor an instance of this model, so nothing was scored. It counts as ` +
        "failed, so that no message of a queue or stream is lost. Invoke this function over HTTP or with an instance as the " +
        "event, or remove the trigger.",
    );
  }
}

/** Amazon EventBridge Pipes sends lists of records; any other list is a body of the wrong type. */
function readList(event: readonly unknown[], fieldNames: ReadonlySet<string>): LambdaInput {
  const [first] = event;
  if (!isObject(first) || hasField(first, fieldNames)) return instanceFrom(event);
  return { kind: "foreign", source: sourceOf({ Records: event }) };
}

/** `{"body": instance}` and nothing else: other members would be ignored although they may matter. */
function readEnvelope(event: Members): LambdaInput {
  const others = Object.keys(event).length - 1;
  const { body } = event;
  if (others === 0 && (isObject(body) || typeof body === "string")) return instanceFrom(body);
  const fault =
    others === 0
      ? "body must be an instance, as an object or as JSON text."
      : `The event has ${others} ${others === 1 ? "member" : "members"} beside body.`;
  return { kind: "unclear", fault: `${fault} Send the instance itself as the event, or {"body": instance} alone.` };
}

/** By its request context or, for handwritten test events without one, by members that only HTTP events have. */
function isHttp(event: Members, fieldNames: ReadonlySet<string>): boolean {
  // An authorizer gets the request that it should judge, and must answer with a policy.
  if ("methodArn" in event || "routeArn" in event) return false;
  if (isObject(event["requestContext"])) return true;
  return ["requestContext", "httpMethod", "rawPath"].some((name) => name in event) && !hasField(event, fieldNames);
}

/**
 * Scheduled rules of Amazon EventBridge and its Scheduler, and keep-warm tools: serverless-plugin-warmup's `source`,
 * lambda-warmer's `warmer`.
 */
function isPing(event: Members): boolean {
  const { source } = event;
  if (event["detail-type"] === "Scheduled Event") return source === "aws.events" || source === "aws.scheduler";
  return source === "serverless-plugin-warmup" || ["warmer", "warmup", "ping"].some((name) => event[name] === true);
}

/** A service's name and a count, never the content of the event. */
function sourceOf(event: Members): string {
  for (const name of ["Records", "records", "tasks"]) {
    const records = event[name];
    if (!Array.isArray(records)) continue;
    const service = serviceOf(event) ?? (isObject(records[0]) ? serviceOf(records[0]) : undefined);
    const count = `${records.length} ${records.length === 1 ? "record" : "records"}`;
    return service === undefined ? count : `${count} of ${service}`;
  }
  return serviceOf(event) ?? "an object with none of its fields";
}

/** Where AWS's events name their service; a value that does not look like such a name may be anything. */
function serviceOf(event: Members): string | undefined {
  for (const name of ["eventSource", "EventSource", "source", "triggerSource", "eventSourceARN", "deliveryStreamArn"]) {
    const value = event[name];
    if (typeof value === "string" && /^[\w.:/-]{1,80}$/.test(value)) return value;
  }
  return undefined;
}

function hasField(event: Members, fieldNames: ReadonlySet<string>): boolean {
  return Object.keys(event).some((name) => fieldNames.has(name));
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function instanceFrom(value: unknown): LambdaInput {
  if (typeof value === "string") return { kind: "instance", body: value };
  try {
    return { kind: "instance", body: JSON.stringify(value ?? null) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {
      kind: "unclear",
      fault: "The event is nested too deeply; an instance holds numbers, texts, true and false.",
    };
  }
}
