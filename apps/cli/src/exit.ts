import { printable } from "./terminal.ts";

/** What the process ends with; documented in the README. */
export const EXIT = { done: 0, failed: 1, usage: 2, badRows: 3, interrupted: 130, terminated: 143 } as const;

/** The user asked for something that cannot be; the message says what is allowed and what to do. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Something outside went wrong; the message says what, and what to do. */
export class Failure extends Error {
  override name = "Failure";
  /** Further sentences, a line each. */
  readonly details: readonly string[];
  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** A name or value as a message shows it: quoted, on one line, and not longer than it. */
export function shown(value: string): string {
  return printable(JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value));
}
