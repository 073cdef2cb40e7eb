import { csvRecords } from "@modelport/tabular-text";
import { IncompleteAnswer } from "./table.ts";

/** The records of an answer. @throws {IncompleteAnswer} where it broke off */
export async function parseAnswer(text: string): Promise<string[][]> {
  async function* whole() {
    yield text;
  }
  try {
    const records = (await Array.fromAsync(csvRecords(whole(), Number.POSITIVE_INFINITY))).flat();
    return records.map(({ cells }) => cells);
  } catch {
    throw new IncompleteAnswer("the answer is no whole CSV text");
  }
}
