// What a program reports besides its resources: the warnings that it logs, and the errors that nothing catches.

/** Without an engine, Pulumi's log goes to the console under this prefix. */
const WARNING = "warning: [runtime] ";

/** Runs `program` and puts the warnings that it logs through Pulumi into `warnings`, instead of on the console. */
export async function withWarnings(warnings: string[], program: () => Promise<void>): Promise<void> {
  const { warn } = console;
  console.warn = (...args: unknown[]) => {
    const text = String(args[0]);
    if (text.startsWith(WARNING)) warnings.push(text.slice(WARNING.length));
    else warn(...args);
  };
  try {
    await program();
  } finally {
    console.warn = warn;
  }
}

/**
 * Runs `program` and returns what it fails with, or `undefined`. An error in an `apply` that leads to no
 * output is one too: Pulumi lets it become an unhandled rejection, which would end the test run instead of one deployment.
 */
export async function withOwnRejections(program: () => Promise<void>): Promise<unknown> {
  const event = "unhandledRejection";
  const others = process.listeners(event);
  const failures: unknown[] = [];
  const own = (reason: unknown) => void failures.push(reason);
  process.removeAllListeners(event).on(event, own);
  try {
    await program().catch((error: unknown) => failures.unshift(error));
    await aRoundOfEvents();
  } finally {
    process.removeListener(event, own);
    for (const other of others) process.on(event, other);
  }
  return failures[0];
}

/**
 * Runs `program` without stack traces: Pulumi makes one for each of its promises and resources, which is two thirds of its time.
 * It raises the limit for those of resources, so setting the limit has no effect. V8 takes no trace where the limit is an accessor.
 */
export async function withoutStackTraces<T>(program: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Object.defineProperty(Error, "stackTraceLimit", { configurable: true, get: () => 0, set: () => {} });
  try {
    return await program();
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", { configurable: true, writable: true, value: stackTraceLimit });
  }
}

/** Runs every pending callback; rejections are reported only after that. */
export function aRoundOfEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
