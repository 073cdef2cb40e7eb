import { printable } from "./terminal.ts";

/** The exit codes of the process; documented in the README. */
export const EXIT = { done: 0, failed: 1, usage: 2, badRows: 3, interrupted: 130, terminated: 143 } as const;

/** The user asked for something impossible; the message says what is allowed and what to do. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Something outside failed; the message says what, and what to do. */
export class Failure extends Error {
  override name = "Failure";
  /** Further sentences, one per line. */
  readonly details: readonly string[];
  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** A name or value for a message: quoted, on one line, and shortened. */
export function shown(value: string): string {
  return printable(JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value));
}
