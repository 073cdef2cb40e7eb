/** Something that cannot run here; the message says what to do, and has the last log lines if any. */
export class LocalRuntimeError extends Error {
  override readonly name: string = "LocalRuntimeError";
}

/** An invocation that Lambda refuses before the function gets it. */
export class InvocationRefused extends LocalRuntimeError {
  override readonly name = "InvocationRefused";
  readonly status: 413;

  constructor(status: 413, message: string) {
    super(message);
    this.status = status;
  }
}
