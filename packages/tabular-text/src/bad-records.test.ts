// A bad record costs no good one, and no text costs more than a small multiple of its length.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvOptions, csvRecords } from "./csv-reader.ts";
import { textWork } from "./text-work.testing.ts";

const MOST = 65_536;
const NOT_CLOSED = "The row has a quote that is not closed.";
const BEHIND = "The row has text after a closing quote: write a quote inside a quoted cell twice.";
const TIED = "The row has a quote that is not closed on its line, and with the next lines it is not a row either.";

async function* piecesOf(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

async function read(text: string, characters = 7, options: Partial<CsvOptions> = {}) {
  const records = csvRecords(piecesOf(text, characters), { maxRecordCharacters: MOST, ...options });
  return (await Array.fromAsync(records)).flat();
}

/** Each record as its line and its cells or fault. */
async function told(text: string, characters = 7, options: Partial<CsvOptions> = {}) {
  return (await read(text, characters, options)).map(({ line, cells, fault }) => `${line} ${fault ?? cells.join("|")}`);
}

describe("a bad record", () => {
  it.each([
    ["has text after a closing quote", 'a,b\n"Fra"nce,1\n3,4\n', ["1 a|b", `2 ${BEHIND}`, "3 3|4"]],
    ["has a number after a closing quote", 'a,b\n"65"0,1\n3,4', ["1 a|b", `2 ${BEHIND}`, "3 3|4"]],
    ["has a blank after a closing quote", 'a,b\n"1" ,2\n3,4', ["1 a|b", `2 ${BEHIND}`, "3 3|4"]],
    ["has a return after a closing quote", 'a,b\n"1"\r,2\n3,4', ["1 a|b", `2 ${BEHIND}`, "3 3|4"]],
    ["has a quote that the text never closes", 'a,b\n"1,2\n3,4\n5,6\n', ["1 a|b", `2 ${NOT_CLOSED}`, "3 3|4", "4 5|6"]],
    ["is the last, and not closed", 'a,b\n3,4\n"1,2', ["1 a|b", "2 3|4", `3 ${NOT_CLOSED}`]],
    [
      "is closed by the quote of a later good row",
      'a,b\n"1,2\n3,4\n5,"6"\n',
      ["1 a|b", `2 ${BEHIND}`, "3 3|4", "4 5|6"],
    ],
    ["is closed by the first quote of a later good row", 'a,b\n1,"2\n"3","4"\n', ["1 a|b", `2 ${BEHIND}`, "3 3|4"]],
    [
      "joins lines that are not a row",
      'a,b\n1,"\n3,4\n5,",6\n7,8\n',
      ["1 a|b", `2 ${TIED}`, "3 3|4", `4 ${NOT_CLOSED}`, "5 7|8"],
    ],
    [
      "is not closed, before rows with doubled quotes",
      'a,b\n"1,2\n"3""",4\n5,6\n',
      ["1 a|b", `2 ${BEHIND}`, '3 3"|4', "4 5|6"],
    ],
  ])("that %s ends with its line", async (_, text, wanted) => {
    for (const characters of [1, 2, 7, 1000]) expect(await told(text, characters), `${characters}`).toEqual(wanted);
    expect(await told(text.replaceAll(/(?<!\r)\n/g, "\r\n"))).toEqual(wanted);
  });

  it("is told by its cells, as far as they can be cut", async () => {
    expect((await read('a,b\n"1,2\n3,4\n'))[1]).toEqual({ cells: ['"1', "2"], line: 2, fault: NOT_CLOSED });
  });

  it("is longer than a record may be, quoted or not, and is passed over", async () => {
    const long = "x".repeat(200);
    const tooLong = "The row has more than 100 characters.";
    const wanted = ["1 a|b", `2 ${tooLong}`, "3 3|4"];
    for (const characters of [1, 7, 1000]) {
      expect(await told(`a,b\n${long},2\n3,4\n`, characters, { maxRecordCharacters: 100 })).toEqual(wanted);
      expect(await told(`a,b\n"${long}",2\n3,4\n`, characters, { maxRecordCharacters: 100 })).toEqual(wanted);
      expect(await told(`a,b\n3,4\n${long}`, characters, { maxRecordCharacters: 100 })).toEqual([
        "1 a|b",
        "2 3|4",
        `3 ${tooLong}`,
      ]);
    }
  });

  it("has a quote that is not closed as far as a record reaches", async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},${i}`);
    const wanted = rows.map((row, i) => `${i + 3} ${row.replace(",", "|")}`);
    for (const characters of [1, 7, 1000]) {
      const found = await told(`a,b\n"1,2\n${rows.join("\n")}\n`, characters, { maxRecordCharacters: 100 });
      expect(found).toEqual(["1 a|b", "2 The row has a quote that is not closed within 100 characters.", ...wanted]);
    }
  });

  it("never costs a good row of one line, wherever it stands", async () => {
    const good = fc.constantFrom("1,2", '"1","2"', '"1""","2"', '"a,b",', ',"x"');
    const bad = fc.constantFrom('"1,2', '1,"2', '"65"0,1', '1,"2""', '"', '1,2,"', '"""', '",","', 'x","""');
    const lines = fc.array(fc.oneof({ weight: 3, arbitrary: good }, bad), { maxLength: 12 });
    // Only rows of one line are rows here, as where no value of a field has a line break.
    const fits = () => false;
    await fc.assert(
      fc.asyncProperty(lines, fc.nat(9), async (chosen, cut) => {
        const records = await read(["a,b", ...chosen].join("\n"), cut + 1, { fits });
        const linesOfGood = new Set(records.filter(({ fault }) => fault === undefined).map(({ line }) => line));
        const alone = await Promise.all(chosen.map(async (line) => (await read(line, 99))[0]?.fault === undefined));
        expect(chosen.flatMap((_, i) => (alone[i] && !linesOfGood.has(i + 2) ? [i + 2] : []))).toEqual([]);
      }),
      { numRuns: 3000, seed: 42 },
    );
  });

  it("is what the caller says of lines that a quote ties together", async () => {
    const text = 'a,b\n1,"two\nlines"\n3,4\n';
    expect(await told(text)).toEqual(["1 a|b", "2 1|two\nlines", "4 3|4"]);
    expect(await told(text, 7, { fits: () => false })).toEqual(["1 a|b", `2 ${TIED}`, '3 lines"', "4 3|4"]);
  });
});

describe("the work", () => {
  const head = "a,b\n";
  const shapes: Record<string, (n: number) => string> = {
    "a quote that is never closed": (n) => `${head}"${"x".repeat(n)}`,
    "doubled quotes without end": (n) => `${head}"${'""'.repeat(n / 2)}`,
    "line feeds in a quote": (n) => `${head}"${"\n".repeat(n)}`,
    "rows of quotes": (n) => `${head}${'"\n'.repeat(n / 2)}`,
    "rows that open a quote, read alone or not": (n) => head + 'a","""\n'.repeat(n / 7),
    "rows with text after a quote": (n) => head + '"a"b\n'.repeat(n / 5),
    "lines tied two by two": (n) => head + '"\n",1,2\n'.repeat(n / 8),
    "quoted cells in one row": (n) => head + '"1",'.repeat(n / 4),
    "commas alone": (n) => head + ",".repeat(n),
    "one line without end": (n) => head + "1".repeat(n),
    "carriage returns": (n) => head + '"1"\r'.repeat(n / 4),
    "good rows": (n) => head + "1,2\n".repeat(n / 4),
  };

  it.each(Object.entries(shapes))(
    "for %s stays below twenty looks at each character, in any pieces",
    async (_, make) => {
      for (const [characters, n] of [
        [1, 65_536],
        [3000, 262_144],
        [1_000_000, 262_144],
      ] as const) {
        const text = make(n);
        const looks = await textWork(() => read(text, characters));
        expect(looks / text.length, `${n} characters in pieces of ${characters}`).toBeLessThan(20);
      }
    },
  );
});
