import type { Readable } from "node:stream";

const KEPT_LINES = 20;

/** Passes a process's output on line by line, and keeps the last lines for the message when it dies. */
export interface RecentLines {
  follow(stream: Readable): void;
  readonly lines: readonly string[];
}

export function recentLines(log: (line: string) => void): RecentLines {
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    log(line);
  };
  return {
    lines,
    follow(stream) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        const parts = (rest + text).split("\n");
        rest = parts.pop() ?? "";
        parts.forEach(keep);
      });
      stream.on("end", () => void (rest !== "" && keep(rest)));
    },
  };
}

/** Appends the last lines of a log to a sentence. */
export function withLines(sentence: string, lines: readonly string[]): string {
  return lines.length === 0
    ? sentence
    : `${sentence}\nIts last log lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
