// Validates an event that looks like an HTTP request, and removes the stage from its path. Hono's adapter trusts the
// types.
import type { LambdaEvent } from "hono/aws-lambda";

type Members = Readonly<Record<string, unknown>>;

/** The syntax of methods and header names: RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** What is wrong with an HTTP event, as a whole sentence that quotes nothing of it; undefined if it is valid. */
export function httpEventFault(event: Members): string | undefined {
  const { requestContext, body } = event;
  if (!isObject(requestContext)) return "The event has no requestContext, which every HTTP event has.";
  if (typeof methodOf(event) !== "string" || !TOKEN.test(String(methodOf(event)))) {
    return "The event's method is missing or is not an HTTP method.";
  }
  const path = event[pathNameOf(event)];
  if (typeof path !== "string" || !path.startsWith("/"))
    return 'The event\'s path is missing or does not begin with "/".';
  const wrong = wrongMember(event);
  if (wrong !== undefined) return `${wrong} of the event is not what an HTTP event has there.`;
  if (event["isBase64Encoded"] === true && typeof body === "string" && !isBase64(body)) {
    return "The event's body is marked as base64 and is not.";
  }
  return undefined;
}

function methodOf(event: Members): unknown {
  const { http } = event["requestContext"] as Members;
  return isObject(http) ? http["method"] : (event["httpMethod"] ?? event["method"]);
}

/** Payload format 2.0 has `requestContext.http`. */
function pathNameOf(event: Members): "rawPath" | "path" {
  return isObject((event["requestContext"] as Members)["http"]) ? "rawPath" : "path";
}

const isText = (value: unknown) => typeof value === "string";
const isHeaderValue = (value: unknown) => typeof value === "string" && !/[\r\n\0]/.test(value);
const listOf = (allowed: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(allowed);
const headersOf = (allowed: (value: unknown) => boolean) => (value: unknown) =>
  isObject(value) &&
  Object.entries(value).every(([name, each]) => TOKEN.test(name) && (each === null || allowed(each)));
const queriesOf = (allowed: (value: unknown) => boolean) => (value: unknown) =>
  isObject(value) && Object.values(value).every((each) => each === null || allowed(each));

/** Members that may be absent or null, and their required types otherwise. */
const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  body: isText,
  cookies: listOf(isHeaderValue),
  // VPC Lattice sends lists here.
  headers: headersOf((value) => isHeaderValue(value) || listOf(isHeaderValue)(value)),
  isBase64Encoded: (value) => typeof value === "boolean",
  multiValueHeaders: headersOf(listOf(isHeaderValue)),
  multiValueQueryStringParameters: queriesOf(listOf(isText)),
  queryStringParameters: queriesOf((value) => isText(value) || listOf(isText)(value)),
  rawQueryString: isText,
};

function wrongMember(event: Members): string | undefined {
  return Object.keys(MEMBERS).find((name) => {
    const value = event[name];
    return value !== undefined && value !== null && MEMBERS[name]?.(value) === false;
  });
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

/**
 * A valid event as Hono's adapter should read it. The path is the app's own: an HTTP API's default address has the
 * stage before it, unless that is `$default`. The host is a constant: the app does not use it, but the request's URL
 * needs one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function withOwnPath(event: Members): LambdaEvent {
  const requestContext = event["requestContext"] as Members;
  const name = pathNameOf(event);
  const path = String(event[name]);
  const own = stagedBy(event, requestContext) ? withoutStage(path, String(requestContext["stage"])) : path;
  return {
    ...event,
    [name]: own,
    requestContext: { ...requestContext, domainName: "lambda" },
  } as unknown as LambdaEvent;
}

/** REST APIs leave the stage out, and their events have no `version`. */
function stagedBy({ version }: Members, { domainName }: Members): boolean {
  return version !== undefined && typeof domainName === "string" && domainName.includes(".execute-api.");
}

function withoutStage(path: string, stage: string): string {
  if (path === `/${stage}`) return "/";
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
