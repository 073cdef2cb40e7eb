import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvRecords } from "./csv-reader.ts";
import { csvRecord } from "./csv-writer.ts";

async function* piecesOf(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

async function read(text: string, characters = 7, maxRecordCharacters = 65_536) {
  return (
    await Array.fromAsync(csvRecords(piecesOf(text, characters), { maxRecordCharacters, fits: () => true }))
  ).flat();
}

const cell = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", " "), maxLength: 6 }),
);
// Two cells at least: other readers do not agree on what a line with one empty cell is.
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });

it("reads what csv-parse reads, however the text is cut, whatever ends the lines", async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.nat(9), async (rows, end, ended, cut) => {
      const text = rows.map((row) => csvRecord(row)).join(end) + (ended ? end : "");
      const expected = parse(text, { relaxColumnCount: true, recordDelimiter: ["\n", "\r\n"], skipEmptyLines: true });
      const records = await read(text, cut + 1);
      expect(records.map(({ cells }) => cells)).toEqual(expected);
      expect(records.map(({ cells }) => cells)).toEqual(rows);
    }),
    { numRuns: 2000 },
  );
});

it("reads back what it writes, a single empty cell too", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 3 })), async (rows) => {
      const records = await read(rows.map((row) => `${csvRecord(row)}\n`).join(""));
      expect(records.map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});

it("tells the line on which a record begins: line breaks in quotes and blank lines count", async () => {
  const records = await read('a,b\r\n\r\n"1\n1",2\n3,4\n\n"5","6\r\n\r\n6"\n7,8');
  expect(records).toEqual([
    { cells: ["a", "b"], line: 1 },
    { cells: ["1\n1", "2"], line: 3 },
    { cells: ["3", "4"], line: 5 },
    { cells: ["5", "6\r\n\r\n6"], line: 7 },
    { cells: ["7", "8"], line: 10 },
  ]);
});

it("keeps its place when a piece ends between a quote and its double, and between CR and LF", async () => {
  for (let characters = 1; characters < 20; characters++) {
    expect(await read('"a""b",c\r\n"d"\r\n', characters)).toEqual([
      { cells: ['a"b', "c"], line: 1 },
      { cells: ["d"], line: 2 },
    ]);
  }
});
