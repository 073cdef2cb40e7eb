// A page of the tutorial, in the parts that a test can run or compare.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const REPOSITORY = join(import.meta.dirname, "../../..");
export const TUTORIAL = join(REPOSITORY, "docs/tutorial");

export interface Page {
  readonly text: string;
  /** The fenced blocks in their order. */
  readonly blocks: readonly { readonly language: string; readonly code: string }[];
  /** Sentences in the second column of tables. */
  readonly sentences: readonly string[];
}

export function readPage(name: string): Page {
  const text = readFileSync(join(TUTORIAL, name), "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
  const sentences = [...text.matchAll(/^\|[^|]*\| `([^`|]+\.)` *\|/gm)].map(([, sentence = ""]) => sentence);
  return { text, blocks, sentences };
}

/** The code of all blocks of one language. */
export function codeOf({ blocks }: Page, language: string): string[] {
  return blocks.filter((block) => block.language === language).map((block) => block.code);
}
