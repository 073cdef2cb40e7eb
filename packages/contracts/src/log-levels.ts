/** The app's log levels, the most verbose first. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/**
 * The names in Python's `logging`, and in services that are configured for it. Not NOTSET, which means everything or
 * the parent's level, depending on the logger.
 */
export const LOG_LEVEL_ALIASES = { warning: "warn", critical: "fatal" } as const;
