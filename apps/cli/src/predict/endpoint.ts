// Sends requests to the server, and checks its answers.
import { Failure } from "../exit.ts";
import { isPassingStatus, send, whyUnreachable } from "../http.ts";
import { Passing, parseRetryAfter, type RetryPolicy, withRetries } from "../retry.ts";
import {
  differenceOf,
  type ModelDifference,
  type ModelIdentity,
  revisionText,
  type ServedModel,
  servedModelOf,
} from "./served-model.ts";
import { IncompleteAnswer } from "./table.ts";

/** How requests are made. */
export interface EndpointOptions {
  readonly url: string;
  readonly headers: Headers;
  readonly timeoutSeconds: number;
  readonly retry: RetryPolicy;
}

/** 413: fewer rows must be sent at a time. */
export class TooLarge extends Error {
  override name = "TooLarge";
}

/** Requests GET /model. @throws {Failure} if no modelport server answers */
export async function fetchModel(options: EndpointOptions): Promise<ServedModel> {
  const { url } = options;
  return request(options, "/model", {}, async (response) => {
    const model = servedModelOf(await response.json().catch(() => undefined));
    if (model) return model;
    throw new Failure(`${url} answers GET /model, but not as modelport does: check the address.`);
  });
}

/** A batch to score. */
export interface BatchRequest {
  readonly mediaType: string;
  readonly body: string;
  readonly explain: boolean;
  /** The model with which the run began. */
  readonly model: ModelIdentity;
}

/**
 * Posts one batch; `read` converts the answer, and may throw IncompleteAnswer to have the request sent again.
 * @throws {TooLarge | Failure}
 */
export async function postBatch<Result>(
  options: EndpointOptions,
  { mediaType, body, explain, model }: BatchRequest,
  read: (answer: string) => Promise<Result>,
): Promise<Result> {
  const path = `/api/v1/predict/batch${explain ? "?explain=true" : ""}`;
  const init = { method: "POST", body, headers: { "content-type": mediaType, accept: mediaType } };
  return request(options, path, init, async (response) => {
    const text = await response.text();
    await checkSameModel(options, response.headers, model);
    return read(text);
  });
}

/**
 * Checks that the answer comes from the model with which the run began: by the answer's own headers or, if something on
 * the way drops them, by GET /model.
 */
async function checkSameModel(options: EndpointOptions, headers: Headers, began: ModelIdentity): Promise<void> {
  const version = headers.get("x-model-version");
  if (version !== null && version !== began.version) {
    throw anotherModel(options, { before: began.version, after: `model version ${version}` });
  }
  const revision = headers.get("x-model-revision");
  if (revision !== null && revision === began.revision) return;
  const difference = differenceOf(began, (await fetchModel(options)).identity);
  if (difference) throw anotherModel(options, difference);
  // Behind a load balancer GET /model may reach an instance that did not answer the batch.
  if (revision !== null && began.revision !== undefined) {
    throw anotherModel(options, { before: revisionText(began.revision), after: revisionText(revision) });
  }
}

function anotherModel({ url }: EndpointOptions, { before, after }: ModelDifference): Failure {
  return new Failure(
    `${url} serves ${after} now, but this run began with ${before}: run it again with --restart, so that one model scores all rows.`,
  );
}

interface Init {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function request<Result>(
  { url, headers, timeoutSeconds, retry }: EndpointOptions,
  path: string,
  init: Init,
  read: (response: Response) => Promise<Result>,
): Promise<Result> {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(init.headers ?? {})) all.set(name, value);
  return withRetries(retry, async () => {
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const signal = AbortSignal.any([retry.signal, timeout]);
    try {
      const response = await send(`${url}${path}`, { ...init, headers: all, signal });
      if (!response.ok) throw await refusal(url, path, response);
      return await read(response);
    } catch (error) {
      throw retry.signal.aborted || error instanceof Failure ? error : passing(error, url, timeout, timeoutSeconds);
    }
  });
}

function passing(error: unknown, url: string, timeout: AbortSignal, timeoutSeconds: number): unknown {
  if (timeout.aborted) return new Passing(`${url} did not answer within ${timeoutSeconds} s`);
  if (error instanceof IncompleteAnswer) return new Passing(`The answer of ${url} is incomplete: ${error.message}`);
  const reason = whyUnreachable(error);
  if (reason === undefined) return error;
  if (/NOTFOUND|CERT|TLS|SSL|SIGNATURE|INVALID|bad port/.test(reason)) {
    return new Failure(`${url} cannot be reached (${reason}): check the address.`);
  }
  return new Passing(`${url} cannot be reached (${reason})`);
}

async function refusal(url: string, path: string, response: Response): Promise<Error> {
  const { status, headers } = response;
  const said = await problemOf(response);
  const sentence = `${url} answered ${status}${said.detail === undefined ? "" : `: ${said.detail}`}`;
  if (status === 413) return new TooLarge(said.detail ?? sentence);
  if (isPassingStatus(status))
    return new Passing(bare(sentence), parseRetryAfter(headers.get("retry-after"), Date.now()));
  if (status === 401 || status === 403) {
    return new Failure(
      `${bare(sentence)}; pass the credentials that it requires with --header, or set MODELPORT_TOKEN to a bearer token.`,
    );
  }
  if (status === 404 || status === 405) {
    return new Failure(`${url} answered ${status} to ${path}: is it the address of a modelport server?`);
  }
  return new Failure(`${bare(sentence)}.`, said.errors);
}

function bare(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

async function problemOf(response: Response): Promise<{ detail: string | undefined; errors: string[] }> {
  try {
    const { detail, errors = [] } = (await response.json()) as { detail?: string; errors?: { detail: string }[] };
    return { detail, errors: errors.map((error) => error.detail) };
  } catch {
    return { detail: undefined, errors: [] };
  }
}
