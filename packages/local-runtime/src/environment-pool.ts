import type { FunctionSettings } from "./function-variables.ts";
import { functionError, type InvocationResult, type TakeStream } from "./invocation-result.ts";
import { startEnvironment, type InitFailure, type LambdaEnvironment } from "./lambda-environment.ts";

export interface EnvironmentPool {
  /** Starts the first environment; says why if it does not start. */
  warmUp(): Promise<InitFailure | undefined>;
  /** Settles when the invocation is over, including the stream that `takeStream` took. */
  invoke(event: Buffer, takeStream?: TakeStream): Promise<InvocationResult>;
  pids(): number[];
  stop(): Promise<void>;
}

/** At most `limit` environments; an invocation uses an idle one, starts one, or waits. */
export function environmentPool(settings: FunctionSettings, limit: number): EnvironmentPool {
  const idle: LambdaEnvironment[] = [];
  const all = new Set<LambdaEnvironment>();
  const waiting: (() => void)[] = [];
  let leased = 0;

  const start = async (): Promise<LambdaEnvironment | InitFailure> => {
    const environment = await startEnvironment(settings);
    all.add(environment);
    const failure = await environment.initialized;
    if (failure === undefined) return environment;
    all.delete(environment);
    return failure;
  };

  const lease = async <T>(use: () => Promise<T>): Promise<T> => {
    if (leased >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else leased += 1;
    try {
      return await use();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else leased -= 1;
    }
  };

  const takeIdle = (): LambdaEnvironment | undefined => {
    for (let environment = idle.pop(); environment; environment = idle.pop()) {
      if (environment.usable) return environment;
      all.delete(environment);
    }
    return undefined;
  };

  const invokeOnce = async (event: Buffer, takeStream: TakeStream | undefined): Promise<InvocationResult> => {
    for (;;) {
      const environment = takeIdle() ?? (await start());
      if (!("invoke" in environment)) return functionError(environment.errorType, environment.errorMessage);
      const result = await environment.invoke(event, takeStream);
      if (environment.usable) idle.push(environment);
      else all.delete(environment);
      if (result) return result;
    }
  };

  return {
    async warmUp() {
      const environment = await start();
      if (!("invoke" in environment)) return environment;
      idle.push(environment);
      return undefined;
    },
    invoke: (event, takeStream) => lease(() => invokeOnce(event, takeStream)),
    pids: () => [...all].filter((environment) => environment.usable).map((environment) => environment.pid),
    stop: async () => void (await Promise.all([...all].map((environment) => environment.kill()))),
  };
}
