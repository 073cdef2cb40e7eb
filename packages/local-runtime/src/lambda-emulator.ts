import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { confinementLack } from "./confinement.ts";
import { InvocationRefused, LocalRuntimeError } from "./errors.ts";
import type { FunctionSettings } from "./function-variables.ts";
import type { InvocationResult } from "./invocation-result.ts";
import { environmentPool } from "./environment-pool.ts";
import type { InitFailure } from "./lambda-environment.ts";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import { streamedInvocation, type StreamedInvocation } from "./streamed-invocation.ts";
import { withLines } from "./recent-lines.ts";
import { removeFolder, unpackReadOnly } from "./unpack.ts";

export interface LambdaEmulatorOptions {
  /** The zip, unpacked read-only into a folder of the emulator; or `taskRoot`, which is already unpacked. */
  readonly zipPath?: string;
  readonly taskRoot?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The memory size that the function is given; default 512. */
  readonly memoryMiB?: number;
  /** Default 10. */
  readonly timeoutSeconds?: number;
  /** Maximum number of function processes, each with one invocation at a time; further invocations wait. Default 2. */
  readonly maxEnvironments?: number;
  /** Default `index.handler`. */
  readonly handler?: string;
  readonly functionName?: string;
  readonly initSeconds?: number;
  /** The reason for its start that the function is given; default `on-demand`. */
  readonly initialization?: "on-demand" | "provisioned-concurrency";
  /** The program that runs JavaScript, such as an emulator of another CPU. Default: this process's Node. */
  readonly node?: string;
  /** Node's arguments: the client of the Runtime API, for example a vendor's. Default: this package's own. */
  readonly bootstrap?: readonly string[];
  /**
   * `lambda`: a read-only disk except for a /tmp of 512 MiB, memory limited to `memoryMiB`, no CPU lists in /sys,
   * frozen between invocations. Needs root on Linux; if the machine cannot do it, a warning says why and the function
   * runs unconfined.
   */
  readonly confinement?: "lambda";
  /** Gets every line that the function writes; default: dropped. */
  readonly log?: (line: string) => void;
}

export interface LambdaEmulator {
  /** Throws InvocationRefused for an event over 6 MB; every other failure is a result, as at AWS. */
  invoke(event: unknown): Promise<InvocationResult>;
  /** Like InvokeWithResponseStream: resolves when the answer begins, with pieces as the function writes them. */
  invokeStream(event: unknown): Promise<StreamedInvocation>;
  /** The duration of the first environment's init phase, including the start of the process. */
  readonly initMs: number;
  /** The live function processes. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** Runs a Lambda zip on this machine; resolves once the first environment has initialized. */
export async function startLambdaEmulator(options: LambdaEmulatorOptions): Promise<LambdaEmulator> {
  const { taskRoot, cleanUp } = await codeFolder(options);
  const settings: FunctionSettings = {
    functionName: options.functionName ?? "modelport",
    taskRoot,
    handler: options.handler ?? "index.handler",
    memoryMiB: options.memoryMiB ?? 512,
    timeoutSeconds: options.timeoutSeconds ?? 10,
    environment: options.environment ?? {},
    log: options.log ?? (() => undefined),
    initSeconds: options.initSeconds,
    initialization: options.initialization,
    node: options.node,
    bootstrap: options.bootstrap,
    confinement: options.confinement && possibleConfinement(options.confinement),
  };
  const pool = environmentPool(settings, options.maxEnvironments ?? 2);
  const startedAt = performance.now();
  const failure = await pool.warmUp();
  if (failure) {
    await cleanUp();
    throw new LocalRuntimeError(initSentence(settings.functionName, failure));
  }
  return {
    initMs: performance.now() - startedAt,
    get pids() {
      return pool.pids();
    },
    invoke: async (event) => pool.invoke(eventBytes(event)),
    async invokeStream(event) {
      const bytes = eventBytes(event);
      return streamedInvocation((takeStream) => pool.invoke(bytes, takeStream));
    },
    async stop() {
      await pool.stop();
      await cleanUp();
    },
  };
}

function possibleConfinement(wanted: "lambda"): "lambda" | undefined {
  const reason = confinementLack();
  if (reason === undefined) return wanted;
  process.emitWarning(reason);
  return undefined;
}

async function codeFolder(options: LambdaEmulatorOptions): Promise<{ taskRoot: string; cleanUp: () => Promise<void> }> {
  if (options.taskRoot !== undefined) return { taskRoot: options.taskRoot, cleanUp: async () => undefined };
  if (options.zipPath === undefined) throw new TypeError("startLambdaEmulator needs zipPath or taskRoot");
  const parent = await mkdtemp(path.join(tmpdir(), "modelport-lambda-"));
  const taskRoot = path.join(parent, "code");
  await unpackReadOnly(await readFile(options.zipPath), taskRoot);
  return { taskRoot, cleanUp: () => removeFolder(parent) };
}

function eventBytes(event: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(event ?? null));
  if (bytes.byteLength > LAMBDA_LIMITS.requestBytes) {
    throw new InvocationRefused(
      413,
      `${bytes.byteLength} byte payload is too large for the RequestResponse invocation type (limit ${LAMBDA_LIMITS.requestBytes} bytes)`,
    );
  }
  return bytes;
}

function initSentence(functionName: string, { errorType, errorMessage, lastLogLines }: InitFailure): string {
  return withLines(`The function ${functionName} did not start: ${errorMessage} (${errorType}).`, lastLogLines);
}
