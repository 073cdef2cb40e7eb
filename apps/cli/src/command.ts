import type { Readable } from "node:stream";
import { Terminal } from "./terminal.ts";

/** What the process passes in; tests pass in their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Aborted by SIGINT or SIGTERM, with the exit code as reason. */
  readonly interrupted: AbortSignal;
  /** Sets the proxies of the whole process; returns a sentence for the user. */
  readonly useProxies?: (environment: Surroundings["environment"]) => string | undefined;
}

/** The parts of the process that a command may use. */
export interface Tools extends Pick<Surroundings, "environment" | "stdin" | "interrupted"> {
  /** Standard output for rows, byte by byte. */
  readonly data: NodeJS.WritableStream;
  /** Standard output for people. */
  readonly report: Terminal;
  /** Standard error. */
  readonly terminal: Terminal;
}

export function toolsOf({ environment, stdin, stdout, stderr, interrupted }: Surroundings): Tools {
  const [report, terminal] = [new Terminal(stdout), new Terminal(stderr)];
  return { environment, stdin, interrupted, data: stdout, report, terminal };
}

/** One subcommand of `modelport`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Returns the exit code. */
  run(argv: readonly string[], tools: Tools): Promise<number>;
}
