// The one way to a terminal. Names in a file, values in it and what a server says are written by strangers, and a terminal
// obeys control characters: they could rewrite lines above, change the title or turn the direction of the text.

const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `text` on one line, with every control and formatting character written as `\uXXXX`, which keeps JSON what it says. */
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

  /** Whole lines, without their line ends: a line feed in one, such as in the name of a column, begins no other. */
  say(...lines: readonly string[]): void {
    this.#stream.write(lines.map((line) => `${printable(line)}\n`).join(""));
  }

  /** Replaces the line that the cursor is in; an empty one removes it. For terminals. */
  redraw(line: string): void {
    this.#stream.write(`\r\u001B[K${printable(line)}`);
  }
}
