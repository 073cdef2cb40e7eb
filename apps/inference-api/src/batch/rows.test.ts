import { expect, it } from "vitest";
import { SLICE_ROWS } from "../limits.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import { type SourceRow } from "./rows.ts";

async function* piecesOf(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

const slices = (text: string, characters: number): Promise<SourceRow[][]> =>
  Array.fromAsync(ndjsonRows(piecesOf(text, characters)));

it("reads the same lines, however the text is cut", async () => {
  const text = `{"a":1}\n\n  \n{broken\r\n[1]\n"${"x".repeat(70_000)}"\n{"a":2,"a":3}\n7`;
  const [rows = []] = await slices(text, 1_000_000);
  expect(rows).toEqual([
    { body: { a: 1 }, characters: 7 },
    { fault: { code: "invalid_json", detail: "The line is not JSON; send one JSON object a line." } },
    { body: [1], characters: 3 },
    { fault: { code: "invalid_json", detail: "The line has more than 65536 characters." } },
    { fault: { code: "invalid_json", detail: '"a" appears twice in the object of this line; send it once.' } },
    { body: 7, characters: 1 },
  ]);
  for (const characters of [1, 2, 5, 1000, 65_536]) {
    expect((await slices(text, characters)).flat(), `${characters}`).toEqual(rows);
  }
});

it("makes slices of many short rows or a few long ones", async () => {
  const lengths = async (line: string, rows: number) =>
    (await slices(`${line}\n`.repeat(rows), 65_536)).map((slice) => slice.length);
  expect(await lengths("1", SLICE_ROWS + 3)).toEqual([SLICE_ROWS, 3]);
  const long = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;
  expect(await lengths(long, 12)).toEqual([5, 5, 2]);
});
