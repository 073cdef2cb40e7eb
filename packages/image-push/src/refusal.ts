import { PackagingError } from "@modelport/packaging";

/** One sentence: what was looked for in vain, what else was noted on the way, and what to run. */
export function noCredentials(
  registry: string,
  reason: string,
  notes: readonly string[],
  remedy: string,
): PackagingError {
  const said = [reason, ...notes].join("; ");
  return new PackagingError(`${registry} asks for credentials, and there are none (${said}): ${remedy}.`);
}

/** The first line of what a library threw, without a full stop. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
