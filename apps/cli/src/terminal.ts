// The only way to write to a terminal. Names and values in a file, and answers of a server, are untrusted, and a
// terminal obeys control characters: they could rewrite lines above, change the title or reverse the direction of the
// text.
import type { Readable } from "node:stream";
import { createInterface, type Interface } from "node:readline/promises";

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * `text` on one line, with every control and formatting character written as `\uXXXX`, so that JSON keeps its meaning.
 */
export function printable(text: string): string {
  return text.replaceAll(CONTROLS, escaped);
}

function escaped(character: string): string {
  // By UTF-16 units, as JSON does.
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

type Stream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** A stream that people read. */
export class Terminal {
  readonly #stream: Stream;
  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Whole lines without line endings; a line feed within one, as in a column's name, starts no other. */
  say(...lines: readonly string[]): void {
    this.#stream.write(lines.map((line) => `${printable(line)}\n`).join(""));
  }

  /** Replaces the line of the cursor; an empty one removes it. For terminals. */
  redraw(line: string): void {
    this.#stream.write(`\r\u001B[K${printable(line)}`);
  }

  /** Lines that a person types, after prompts that are shown here. */
  dialog(input: Readable): Interface {
    return createInterface({ input, output: this.#stream, terminal: true });
  }
}
