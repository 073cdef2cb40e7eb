import { pino } from "pino";

/** What the app needs of a logger. */
export type Logger = Pick<ReturnType<typeof pino>, "debug" | "info" | "warn" | "error">;

/** JSON lines on standard output. Bodies, fields and query values are never logged: they are customers' data. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    messageKey: "message",
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  });
}
