// The part of the ECS API that `modelport verify` calls, on loopback: it refuses what AWS refuses of a request.
import { front, type FrontAnswer, type FrontRequest } from "../front.testing.ts";
import { expectedSignature, readSignature } from "../signature.testing.ts";

export const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
} as const;
export const REGION = "eu-west-1";

interface StandInTask {
  readonly taskArn: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
}

/** The state of one cluster, as DescribeServices and DescribeTasks give it. */
export interface StandInState {
  readonly service: Readonly<Record<string, unknown>>;
  readonly tasks: readonly StandInTask[];
}

/** What a test makes go wrong: an answer in place of the API's own, by action and number of the call (from 1). */
export type Fault = (action: string, call: number) => FrontAnswer | undefined;

export function apiError(type: string, message: string, status = 400): FrontAnswer {
  return { status, body: JSON.stringify({ __type: type, message }) };
}

/** The state may depend on the number of the DescribeServices call. */
export async function standInEcs(stateAt: (call: number) => StandInState, fault: Fault = () => undefined) {
  const calls: string[] = [];
  const { url } = await front(undefined, (request) => {
    const action = request.headers["x-amz-target"]?.replace("AmazonEC2ContainerServiceV20141113.", "") ?? "";
    calls.push(action);
    const count = (name: string) => calls.filter((called) => called === name).length;
    const wrong = refusal(request) ?? fault(action, count(action));
    if (wrong) return wrong;
    const input = JSON.parse(request.body) as Readonly<Record<string, unknown>>;
    return answer(action, input, stateAt(count("DescribeServices")));
  });
  return { url, calls, env: { ...KEYS, AWS_ENDPOINT_URL_ECS: url } };
}

/** The errors that all actions have in common: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html */
function refusal(request: FrontRequest): FrontAnswer | undefined {
  const signed = readSignature(request.headers["authorization"]);
  if (signed === undefined) return apiError("MissingAuthenticationTokenException", "Missing Authentication Token");
  const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const isSigned =
    signed.scope === `${today}/${REGION}/ecs/aws4_request` &&
    signed.signedHeaders.includes("x-amz-target") &&
    signed.signature === expectedSignature(request, signed, KEYS.AWS_SECRET_ACCESS_KEY);
  if (!isSigned) return apiError("InvalidSignatureException", "The request signature we calculated does not match.");
  if (request.method === "POST" && request.headers["content-type"] === "application/x-amz-json-1.1") return undefined;
  return apiError("UnknownOperationException", "");
}

function answer(
  action: string,
  input: Readonly<Record<string, unknown>>,
  { service, tasks }: StandInState,
): FrontAnswer {
  const ok = (json: unknown) => ({ status: 200, body: JSON.stringify(json) });
  if (input["cluster"] !== "dev") return apiError("ClusterNotFoundException", "Cluster not found.");
  if (action === "DescribeServices") {
    const [name] = input["services"] as readonly string[];
    if (name === "model") return ok({ services: [service], failures: [] });
    return ok({ services: [], failures: [{ arn: name, reason: "MISSING" }] });
  }
  if (action === "ListTasks") {
    if (input["serviceName"] !== "model") return apiError("ServiceNotFoundException", "Service not found.");
    const asked = tasks.filter(({ desiredStatus }) => desiredStatus === input["desiredStatus"]);
    const from = Number(input["nextToken"] ?? 0);
    const to = from + Number(input["maxResults"]);
    const taskArns = asked.slice(from, to).map(({ taskArn }) => taskArn);
    return ok({ taskArns, ...(to < asked.length && { nextToken: String(to) }) });
  }
  if (action === "DescribeTasks") {
    const arns = input["tasks"] as readonly string[];
    // "Tasks cannot be empty" and at most 100: API_DescribeTasks.
    if (arns.length === 0) return apiError("InvalidParameterException", "Tasks cannot be empty.");
    if (arns.length > 100) return apiError("InvalidParameterException", "Tasks cannot have more than 100 elements.");
    return ok({ tasks: tasks.filter(({ taskArn }) => arns.includes(taskArn)), failures: [] });
  }
  return apiError("UnknownOperationException", "");
}
