// Runs a cloud vendor's command line.
import { execFile } from "node:child_process";
import { UsageError } from "../exit.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type ToolOutcome =
  | { readonly code: "done"; readonly output: string }
  | { readonly code: "missing" }
  /** `said` is its standard error; `sentence` says what failed and why, without a period. */
  | { readonly code: "failed"; readonly said: string; readonly sentence: string };

const TIMEOUT_MS = 60_000;

export function runTool(
  command: string,
  args: readonly string[],
  environment: Environment,
  signal?: AbortSignal,
): Promise<ToolOutcome> {
  return new Promise((resolve) => {
    const options = { env: environment as NodeJS.ProcessEnv, timeout: TIMEOUT_MS, ...(signal && { signal }) };
    execFile(command, [...args], options, (error, output, said) => {
      if (!error) return resolve({ code: "done", output });
      if (error.code === "ENOENT") return resolve({ code: "missing" });
      const why = error.killed ? `no answer within ${TIMEOUT_MS / 1000} s` : lastLine(said);
      const sentence = `\`${[command, ...args].join(" ")}\` failed${why && `: ${why}`}`;
      return resolve({ code: "failed", said, sentence });
    });
  });
}

/** The tool's output. @throws {UsageError} with the sentence for a missing tool, or the remedy for a failed one */
export function outputOf(outcome: ToolOutcome, advice: { readonly missing: string; readonly remedy: string }): string {
  if (outcome.code === "done") return outcome.output;
  throw new UsageError(outcome.code === "missing" ? advice.missing : `${outcome.sentence}; ${advice.remedy}.`);
}

export function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 200).replace(/[.;:]+$/, "");
}
