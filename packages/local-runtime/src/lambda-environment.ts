import { randomUUID } from "node:crypto";
import { startFunction, type FunctionProcess } from "./function-process.ts";
import type { FunctionSettings } from "./function-variables.ts";
import {
  exited,
  parsePayload,
  resultOf,
  timedOut,
  type InvocationResult,
  type TakeStream,
} from "./invocation-result.ts";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { startRuntimeApi, type RuntimeApi } from "./runtime-api.ts";

/** Why a function did not start. */
export interface InitFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly lastLogLines: readonly string[];
}

/** One function process with its own Runtime API; it serves one invocation at a time. */
export interface LambdaEnvironment {
  /** Settles when the function is ready for its first event, or cannot be. */
  readonly initialized: Promise<InitFailure | undefined>;
  /** False once the process has ended or is about to; then discard the environment. */
  readonly usable: boolean;
  readonly pid: number;
  /** Undefined if the process ended before it took the event: another environment may serve it. */
  invoke(event: Buffer, takeStream?: TakeStream): Promise<InvocationResult | undefined>;
  /** SIGKILL, as at AWS: a function without extensions gets no signal that it could handle. */
  kill(): Promise<void>;
}

export async function startEnvironment(settings: FunctionSettings): Promise<LambdaEnvironment> {
  // A function without an event gets no CPU until the next one.
  const started: { process?: FunctionProcess } = {};
  const api = await startRuntimeApi(() => started.process?.freeze());
  const process = (started.process = startFunction(settings, api.address));
  const { ended } = process;
  const state = { usable: true };
  void ended.then(() => void (state.usable = false));

  const kill = async () => {
    state.usable = false;
    await process.kill();
    await api.close();
  };
  const initialized = awaitInit(api, ended, settings.initSeconds ?? LAMBDA_LIMITS.initSeconds).then(async (failure) => {
    if (failure === undefined) return undefined;
    await kill();
    return { ...failure, lastLogLines: process.lastLogLines };
  });
  return {
    initialized,
    kill,
    get usable() {
      return state.usable;
    },
    pid: process.pid,
    async invoke(event, takeStream) {
      process.thaw();
      const result = await invoke(api, event, ended, settings, takeStream);
      // A timeout or an exit ends the environment; the next invocation gets a new one.
      if (result.endsEnvironment) await kill();
      return result.result;
    },
  };
}

type Failure = Omit<InitFailure, "lastLogLines">;

async function awaitInit(api: RuntimeApi, ended: Promise<string>, limitSeconds: number): Promise<Failure | undefined> {
  const timer = Promise.withResolvers<Failure>();
  const timeout = setTimeout(
    () =>
      timer.resolve({
        errorType: "Sandbox.Timedout",
        errorMessage: `the init phase took longer than Lambda's limit of ${limitSeconds} seconds`,
      }),
    limitSeconds * 1000,
  );
  const fromApi = api.initialized.then(({ initError }) => (initError ? failureFrom(initError) : undefined));
  const fromExit = ended.then((how): Failure => ({
    errorType: "Runtime.ExitError",
    errorMessage: `the process ended before it was ready (${how})`,
  }));
  try {
    return await Promise.race([fromApi, fromExit, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}

function failureFrom(body: Buffer): Failure {
  const { errorType, errorMessage } = parsePayload(body) as Partial<Failure>;
  return {
    errorType: errorType ?? "Runtime.Unknown",
    errorMessage: errorMessage ?? "the function reported an error without a message",
  };
}

/** Undefined if the process ended before it took the event: another one may serve it. */
async function invoke(
  api: RuntimeApi,
  event: Buffer,
  ended: Promise<string>,
  settings: FunctionSettings,
  takeStream: TakeStream | undefined,
): Promise<{ result: InvocationResult | undefined; endsEnvironment: boolean }> {
  const requestId = randomUUID();
  const timeoutMs = settings.timeoutSeconds * 1000;
  const timer = Promise.withResolvers<void>();
  const timeout = setTimeout(timer.resolve, timeoutMs);
  const delivery = api.deliver({
    requestId,
    deadlineMs: Date.now() + timeoutMs,
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${settings.functionName}`,
    traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll("-", "").slice(0, 24)};Sampled=0`,
    event,
  });
  try {
    return await Promise.race([
      delivery.outcome
        .then((outcome) => resultOf(outcome, takeStream))
        .then((result) => ({ result, endsEnvironment: false })),
      ended.then((how) => ({ result: delivery.taken ? exited(requestId, how) : undefined, endsEnvironment: true })),
      timer.promise.then(() => ({ result: timedOut(requestId, settings.timeoutSeconds), endsEnvironment: true })),
    ]);
  } finally {
    clearTimeout(timeout);
  }
}
