import { readExpectedModel } from "@modelport/contract-tests";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readHeader } from "./csv-header.ts";
import { csvRows } from "./csv-rows.ts";
import { BatchRefused } from "./rows.ts";
import { bodyChunks } from "./text-chunks.ts";

const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const { features } = manifest;
const names = features.map(({ name }) => name);
const MISFIT = "The header of the CSV does not fit the model's fields; errors names each column.";

function refusal(cells: readonly string[]): BatchRefused["fault"] {
  try {
    readHeader(cells, features);
  } catch (error) {
    if (error instanceof BatchRefused) return error.fault;
    throw error;
  }
  throw new Error("The header was taken.");
}

it("takes names and aliases in any order", () => {
  expect(readHeader(names.toReversed(), features)).toEqual(features.toReversed());
});

it.each([
  ["semicolons", [names.join(";")], 'It has no comma but ";": separate the cells by commas.'],
  ["tabs", [names.join("\t")], 'It has no comma but "\\t": separate the cells by commas.'],
  [
    "Excel's first line",
    ["sep=;"],
    'It is "sep=;", a line for Excel alone: remove it and separate the cells by commas.',
  ],
  [
    "the index of a data frame",
    ["", ...names],
    "Its first column has no name, like the index that pandas writes: write the CSV with index=False.",
  ],
  [
    "lines that end with CR alone",
    [...names.slice(0, -1), `${names.at(-1)}\r650`, "France"],
    "Its lines end with CR alone, as old Macintosh files do: save the CSV with LF or CRLF line ends.",
  ],
  [
    "UTF-16 that is read as UTF-8",
    names.map((name) => name.replaceAll(/./g, "$&\0")),
    "It has NUL characters, as UTF-16 read as UTF-8 has: save the CSV in UTF-8.",
  ],
])("says what a header of %s is", (_, cells, hint) => {
  expect(refusal(cells)).toMatchObject({ code: "validation_failed", detail: `${MISFIT} ${hint}` });
});

it("names at most fifty columns, and counts the rest", () => {
  const { detail, errors } = refusal(Array.from({ length: 56 }, (_, i) => `x${i}`));
  expect(detail).toBe("The header of the CSV does not fit the model's fields; errors names the first 50 of 66 faults.");
  expect(errors).toHaveLength(50);
});

it("says what a body is whose header cannot even be read", async () => {
  const details: string[] = [];
  const row = features.map(({ example }) => String(example)).join();
  const bodies = [
    `${names.join()}\r`.padEnd(70_000, `${row}\r`),
    Buffer.from(`\uFEFF${names.join()}\n${row}`, "utf16le"),
  ];
  for (const body of bodies) {
    const context = { req: { header: () => undefined, raw: new Request("http://x", { method: "POST", body }) } };
    try {
      await csvRows(bodyChunks(context as unknown as Parameters<typeof bodyChunks>[0], 1_000_000), features).next();
    } catch (error) {
      details.push((error as Error).message);
    }
  }
  expect(details).toEqual([
    "The header of the CSV cannot be read. The row has more than 65536 characters." +
      " Its lines end with CR alone, as old Macintosh files do: save the CSV with LF or CRLF line ends.",
    "The body is UTF-16. Send text in UTF-8.",
  ]);
});

it("does not name the columns of a header that is far too wide", () => {
  expect(refusal(Array.from({ length: 32_000 }, (_, i) => `x${i}`))).toEqual({
    code: "validation_failed",
    detail: "The header of the CSV has 32000 columns, but the model has 10 fields.",
  });
});
