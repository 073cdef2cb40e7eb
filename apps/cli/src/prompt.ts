// Questions to the person at a terminal.
import type { Tools } from "./command.ts";
import { EXIT } from "./exit.ts";

/** The person has left, or a signal ends the process; `code` is its exit code. */
export class Interruption extends Error {
  override name = "Interruption";
  readonly code: number;
  constructor(code: number) {
    super("interrupted");
    this.code = code;
  }
}

export interface Prompt {
  /** The line that was typed, without spaces around it. @throws {Interruption} after Ctrl-C, Ctrl-D or a signal */
  ask(question: string): Promise<string>;
  close(): void;
}

type Person = Pick<Tools, "stdin" | "terminal" | "interrupted">;

/** Whether there is a person who can read a question and type an answer. */
export function canAsk({ stdin, terminal }: Omit<Person, "interrupted">): boolean {
  return "isTTY" in stdin && stdin.isTTY === true && terminal.isTerminal;
}

export function openPrompt({ stdin, terminal, interrupted }: Person): Prompt {
  const dialog = terminal.dialog(stdin);
  const closed = new AbortController();
  // In a terminal's raw mode, Ctrl-C is a key and not a signal. Node closes the dialog by itself only after Ctrl-D.
  dialog.on("SIGINT", () => dialog.close());
  dialog.on("close", () => closed.abort());
  return {
    ask: async (question) => {
      try {
        return (await dialog.question(question, { signal: AbortSignal.any([interrupted, closed.signal]) })).trim();
      } catch (error) {
        if (!interrupted.aborted && !closed.signal.aborted) throw error;
        terminal.say("");
        throw new Interruption(interrupted.aborted ? (interrupted.reason as number) : EXIT.interrupted);
      }
    },
    close: () => dialog.close(),
  };
}
