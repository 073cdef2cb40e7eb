// Counts the requests of an access log by hour. Nothing else is kept of it, so memory does not grow with the log.
import type { Tools } from "../command.ts";
import { shown, UsageError } from "../exit.ts";
import { openInput } from "../predict/input.ts";
import { timeOf } from "./access-log-time.ts";

export const HOUR_MS = 3_600_000;
export const HOURS_PER_WEEK = 168;

export interface AccessCounts {
  readonly requests: number;
  /** Lines in which no time was found. */
  readonly notUnderstood: number;
  /** Of the earliest and the latest request, in milliseconds since 1970. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** By {@link hourOfWeek}. */
  readonly byHour: readonly number[];
}

const PROGRESS_REQUESTS = 200_000;

/** In UTC; the week begins on a Thursday, as 1970 did. */
export const hourOfWeek = (ms: number): number => Math.floor(ms / HOUR_MS) % HOURS_PER_WEEK;

/** `-` is standard input; gzip is decompressed. @throws {UsageError} if there are no two requests at different times */
export async function countRequests(
  file: string,
  { stdin, interrupted, terminal }: Pick<Tools, "stdin" | "interrupted" | "terminal">,
): Promise<AccessCounts> {
  // Every byte is a character of this encoding: clients may send any in a URL, and only times are read.
  const { name, chunks } = await openInput(file, "windows-1252", stdin, interrupted);
  const progress = (text: string) => terminal.isTerminal && terminal.redraw(text);
  const byHour = Array.from({ length: HOURS_PER_WEEK }, () => 0);
  let [requests, notUnderstood, firstMs, lastMs] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const line of linesOf(chunks)) {
    // IIS and CloudFront write the names of the columns as comments.
    if (line.startsWith("#") || line.trim() === "") continue;
    const ms = timeOf(line);
    if (ms === undefined) {
      notUnderstood += 1;
      continue;
    }
    requests += 1;
    firstMs = Math.min(firstMs, ms);
    lastMs = Math.max(lastMs, ms);
    byHour[hourOfWeek(ms)] = (byHour[hourOfWeek(ms)] ?? 0) + 1;
    if (requests % PROGRESS_REQUESTS === 0) progress(`${requests.toLocaleString("en-US")} requests ...`);
  }
  progress("");
  if (lastMs > firstMs) return { requests, notUnderstood, firstMs, lastMs, byHour };
  throw new UsageError(
    `${file === "-" ? name : shown(name)} has ${requests} lines with a time and ${notUnderstood} without, but --access-log needs requests at two different times: ` +
      "give a log in the common or combined format, of an Application Load Balancer, of JSON lines, or with ISO 8601 times.",
  );
}

/** More than a line of any log; what follows in the same line is dropped. */
const MAX_CHARACTERS = 65_536;

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = "";
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf("\n"); end !== -1; end = chunk.indexOf("\n", from)) {
      yield begun + chunk.slice(from, end);
      begun = "";
      from = end + 1;
    }
    begun = (begun + chunk.slice(from)).slice(0, MAX_CHARACTERS);
  }
  yield begun;
}
