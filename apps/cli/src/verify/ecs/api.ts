// Calls the ECS API, https://docs.aws.amazon.com/AmazonECS/latest/APIReference/: JSON over POST, signed.
import { AwsV4Signer } from "aws4fetch";
import { Failure } from "../../exit.ts";
import { send, whyUnreachable } from "../../http.ts";
import { Passing, withRetries } from "../../retry.ts";
import type { AwsCredentials } from "../aws-credentials.ts";
import type { Environment } from "../vendor-tool.ts";

/** Calls one action with its input. @throws {Failure} with the API's own words */
export type Ecs = (action: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

export interface EcsOptions {
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly onRetry: (sentence: string) => void;
}

const REQUEST_TIMEOUT_MS = 30_000;
const RETRIES = 4;

export function openEcs({ region, credentials, environment, signal, onRetry }: EcsOptions): Ecs {
  const url = endpointOf(region, environment);
  const onFault = (fault: string, waitMs: number) =>
    onRetry(`${fault}; trying again in ${(waitMs / 1000).toFixed(1)} s.`);
  return (action, input) =>
    withRetries({ retries: RETRIES, signal, onRetry: onFault }, async () => {
      const body = JSON.stringify(input);
      const headers = new Headers({
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AmazonEC2ContainerServiceV20141113.${action}`,
      });
      const request = { method: "POST", url, headers, body };
      const signed = await new AwsV4Signer({ ...request, ...credentials, region, service: "ecs" }).sign();
      return answerTo(action, url, await sent(url, { ...request, headers: signed.headers }, signal));
    });
}

/** The standard variables replace it (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
function endpointOf(region: string, environment: Environment): string {
  const { AWS_ENDPOINT_URL_ECS, AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS } = environment;
  const configured = AWS_ENDPOINT_URL_ECS || AWS_ENDPOINT_URL;
  if (configured && AWS_IGNORE_CONFIGURED_ENDPOINT_URLS !== "true") return configured;
  return `https://ecs.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;
}

async function sent(url: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    return await send(url, { ...init, signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    if (timeout.aborted) throw new Passing(`${url} did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`);
    const reason = whyUnreachable(error);
    if (reason === undefined) throw error;
    throw new Passing(`The ECS API at ${url} cannot be reached (${reason})`);
  }
}

/** @throws {Passing} for what passes by itself, {Failure} for any other error */
async function answerTo(action: string, url: string, response: Response): Promise<unknown> {
  const json = jsonOf(await response.text());
  if (response.ok && json !== undefined) return json;
  const { __type: type, message, Message } = (json ?? {}) as Readonly<Record<string, unknown>>;
  // With a namespace before it in some answers: `com.amazonaws.ecs#ClusterNotFoundException`.
  const code = typeof type === "string" ? (type.split("#").at(-1) ?? "") : `status ${response.status}`;
  const detail = [message, Message].find((text) => typeof text === "string");
  const said = `ecs:${action} failed (${code}${detail === undefined ? "" : `: ${detail.replace(/\.$/, "")}`})`;
  if (response.status === 429 || response.status >= 500 || code.startsWith("Throttl")) throw new Passing(said);
  throw new Failure(`${said}; ${remedyFor(code, url)}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function remedyFor(code: string, url: string): string {
  if (code === "AccessDeniedException") {
    return "let this account call ecs:DescribeServices, ecs:ListTasks and ecs:DescribeTasks, or use the account that deploys";
  }
  if (code === "ClusterNotFoundException") {
    return "check the region, cluster and account in --auth, or deploy the stack again";
  }
  if (
    /^(?:UnrecognizedClient|ExpiredToken|InvalidSignature|InvalidClientTokenId|MissingAuthenticationToken)/.test(code)
  ) {
    return "log in to AWS again, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  }
  return `check that ${url} is the ECS API`;
}
