import { duplicateKey, shown } from "@modelport/contracts";
import { Failure } from "../exit.ts";
import type { TextInput } from "./input.ts";
import { rawMembers } from "./json-members.ts";
import { freeName, IncompleteAnswer, MAX_ROW_CHARACTERS, type Row, type ScoredRow, type Table } from "./table.ts";

/** How many names of unsent fields are remembered, since each row could bring new ones. */
const MAX_UNSENT_NAMES = 20;

/** NDJSON: the model's fields are sent; the output has all fields unchanged, followed by the answer's. */
export function openNdjson(input: TextInput, fieldNames: ReadonlySet<string>): Table {
  const unsent = new Set<string>();
  return {
    mediaType: "application/x-ndjson",
    requestHead: "",
    outputHead: "",
    unsent,
    rows: rowsOf(input, fieldNames, unsent),
    merge: (rows, answer) => Promise.resolve(merge(rows, answer)),
    refuse: (row, sentence) => scored(row, { error: { code: "invalid_json", detail: sentence } }),
  };
}

async function* rowsOf(input: TextInput, fieldNames: ReadonlySet<string>, unsent: Set<string>): AsyncGenerator<Row[]> {
  let line = 0;
  for await (const lines of linesOf(input)) {
    const rows: Row[] = [];
    for (const text of lines) {
      line += 1;
      // Blank by the server's rules; other whitespace than JSON's own must not be removed.
      if (text.trim() !== "") rows.push(rowOf(trimmed(text), line, fieldNames, unsent));
    }
    yield rows;
  }
}

const SPACES = " \t\r";

/** Without JSON whitespace at both ends. */
function trimmed(line: string): string {
  let [start, end] = [0, line.length];
  while (SPACES.includes(line[start] ?? "x")) start += 1;
  while (SPACES.includes(line[end - 1] ?? "x")) end -= 1;
  return line.slice(start, end);
}

async function* linesOf(input: TextInput): AsyncGenerator<string[]> {
  let rest = "";
  for await (const chunk of input.chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_ROW_CHARACTERS) {
      throw new Failure(`A line of ${input.name} has more than ${MAX_ROW_CHARACTERS} characters: is it NDJSON?`);
    }
    yield lines;
  }
  yield [rest];
}

function rowOf(text: string, line: number, fieldNames: ReadonlySet<string>, unsent: Set<string>): Row {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unusable(text, line, "The line is not JSON; write one JSON object a line.");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return unusable(text, line, "The line is JSON, but no object; write one JSON object a line.");
  }
  const names = Object.keys(json);
  const strangers = names.filter((name) => !fieldNames.has(name));
  if (strangers.length === 0) return { line, sent: `${text}\n`, kept: text, names };
  for (const name of strangers) if (unsent.size < MAX_UNSENT_NAMES) unsent.add(name);
  // Checked for the whole line, as the server does: nothing says which of the two was meant.
  const twice = duplicateKey(text, json);
  if (twice !== undefined) {
    const fault = `${shown(twice)} appears twice in the object of this line; send it once.`;
    return { line, sent: undefined, fault, kept: text, names };
  }
  const known = rawMembers(text).filter(({ name }) => fieldNames.has(name));
  return { line, sent: `{${known.map((member) => member.text).join(",")}}\n`, kept: text, names };
}

/** There is no object to merge into, so the line itself becomes the field `input`. */
function unusable(text: string, line: number, fault: string): Row {
  return { line, sent: undefined, fault, kept: JSON.stringify({ input: text }), names: ["input"] };
}

function merge(rows: readonly Row[], answer: string): ScoredRow[] {
  const lines = answer.split("\n").filter((line) => line !== "");
  if (lines.length !== rows.length) throw new IncompleteAnswer(`${lines.length} of ${rows.length} rows came back`);
  return rows.map((row, position) => {
    const { index, ...values } = parse(lines[position] ?? "");
    if (index === position) return scored(row, values);
    throw new IncompleteAnswer(`row ${position} of the answer is not about row ${position} of the request`);
  });
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw new IncompleteAnswer("a line of the answer is not JSON");
  }
}

/** The input's object as it was written, followed by the members of the answer. */
function scored(row: Row, values: Record<string, unknown>): ScoredRow {
  const names = row.names ?? [];
  const added = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(freeName(name, names))}:${JSON.stringify(value)}`,
  );
  const own = row.kept.slice(0, -1).trimEnd();
  const text = `${own}${names.length > 0 && added.length > 0 ? "," : ""}${added.join(",")}}\n`;
  return { text, fault: (values["error"] as { detail?: string } | undefined)?.detail };
}
