/** The app's log levels, from the one that writes most. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** What Python's `logging`, and services that are configured for it, call them. Not NOTSET: it means everything or the parent's level, depending on the logger. */
export const LOG_LEVEL_ALIASES = { warning: "warn", critical: "fatal" } as const;
