import { writeLines } from "./log-output.ts";

/**
 * Writes one line: the members of `values` and the message. An Error, as `err`, becomes its type, message and stack.
 */
type Write = (values: Readonly<Record<string, unknown>>, message: string) => void;

/** What the app needs of a logger. */
export type Logger = Readonly<Record<"debug" | "info" | "warn" | "error", Write>>;

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/**
 * JSON lines of `level` and above. Bodies, fields and query values are never logged, because they are customers' data.
 * `output` gets whole lines; by default each is on standard output when the call returns.
 */
export function createLogger(level: string, output: (line: string) => void = writeLines): Logger {
  const least = LEVELS.indexOf(level);
  const at = (name: string): Write => {
    if (LEVELS.indexOf(name) < least) return () => undefined;
    return (values, message) => {
      const own = values["err"] === undefined ? values : { ...values, err: errorMembers(values["err"]) };
      const members = JSON.stringify(own).slice(1, -1);
      const head = `{"level":"${name}","time":"${timestamp(Date.now())}",${members}${members && ","}`;
      output(`${head}"message":${JSON.stringify(message)}}\n`);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** `log` with `values` in each of its lines. */
export function withValues(log: Logger, values: Readonly<Record<string, unknown>>): Logger {
  const at = (level: keyof Logger): Write => {
    return (own, message) => log[level]({ ...values, ...own }, message);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** JSON.stringify shows nothing of an Error. */
function errorMembers(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return { type: name, message, stack, ...(cause !== undefined && { cause: errorMembers(cause) }) };
}

let second = Number.NaN;
let untilSecond = "";

/** ISO 8601 with milliseconds; creates a Date once per second. */
function timestamp(now: number): string {
  const milliseconds = now % 1000;
  if (now - milliseconds !== second) {
    second = now - milliseconds;
    untilSecond = new Date(second).toISOString().slice(0, -4);
  }
  return `${untilSecond}${String(milliseconds).padStart(3, "0")}Z`;
}
