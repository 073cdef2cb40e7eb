import type { Readable } from "node:stream";

/** What a command may touch of the process; tests hand in their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** Aborted by SIGINT or SIGTERM, with the exit code as reason. */
  readonly interrupted: AbortSignal;
}

/** One word behind `modelport`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Answers the exit code. */
  run(argv: readonly string[], surroundings: Surroundings): Promise<number>;
}
