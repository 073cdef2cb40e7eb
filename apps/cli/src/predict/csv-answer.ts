import { csvRecords } from "@modelport/tabular-text";
import { IncompleteAnswer } from "./table.ts";

/** The records of an answer. @throws {IncompleteAnswer} if it broke off */
export async function parseAnswer(text: string): Promise<(readonly string[])[]> {
  async function* whole() {
    yield text;
  }
  const maxRecordCharacters = Number.POSITIVE_INFINITY;
  const records = (await Array.fromAsync(csvRecords(whole(), { maxRecordCharacters }))).flat();
  if (records.some(({ fault }) => fault !== undefined)) {
    throw new IncompleteAnswer("the answer is not a whole CSV text");
  }
  return records.map(({ cells }) => cells);
}
