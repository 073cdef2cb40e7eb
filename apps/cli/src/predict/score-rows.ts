import { TooLarge } from "./endpoint.ts";
import type { Row, ScoredRow, Table } from "./table.ts";

/** Sends rows in requests as large as the server accepts: after a 413, requests are halved from then on. */
export class RowScorer {
  readonly #table: Table;
  readonly #post: (
    body: string,
    read: (answer: string) => Promise<readonly ScoredRow[]>,
  ) => Promise<readonly ScoredRow[]>;
  #limitCharacters = Number.POSITIVE_INFINITY;

  constructor(
    table: Table,
    post: (body: string, read: (answer: string) => Promise<readonly ScoredRow[]>) => Promise<readonly ScoredRow[]>,
  ) {
    this.#table = table;
    this.#post = post;
  }

  /** One result for each of `rows`, in their order. */
  async score(rows: readonly Row[]): Promise<readonly ScoredRow[]> {
    const sendable = rows.filter(({ sent }) => sent !== undefined);
    const answers = await this.#scoreSendable(sendable);
    if (sendable.length === rows.length) return answers;
    let next = 0;
    return rows.map((row) =>
      row.sent === undefined ? this.#table.refuse(row, row.fault ?? "") : (answers[next++] as ScoredRow),
    );
  }

  async #scoreSendable(rows: readonly Row[]): Promise<readonly ScoredRow[]> {
    const answers: ScoredRow[] = [];
    for (let from = 0; from < rows.length;) {
      const piece = this.#pieceOf(rows, from);
      for (const answer of await this.#scorePiece(piece)) answers.push(answer);
      from += piece.length;
    }
    return answers;
  }

  /** As many rows as the limit allows, at least one. */
  #pieceOf(rows: readonly Row[], from: number): readonly Row[] {
    let characters = 0;
    let end = from;
    while (end < rows.length) {
      characters += rows[end]?.sent?.length ?? 0;
      if (end > from && characters > this.#limitCharacters) break;
      end += 1;
    }
    return from === 0 && end === rows.length ? rows : rows.slice(from, end);
  }

  async #scorePiece(rows: readonly Row[]): Promise<readonly ScoredRow[]> {
    let body = this.#table.requestHead;
    for (const { sent } of rows) body += sent;
    try {
      return await this.#post(body, (answer) => this.#table.merge(rows, answer));
    } catch (error) {
      const [first] = rows;
      if (!(error instanceof TooLarge) || !first) throw error;
      if (rows.length === 1) return [this.#table.refuse(first, `The row alone is too large: ${error.message}`)];
      const characters = body.length - this.#table.requestHead.length;
      this.#limitCharacters = Math.min(this.#limitCharacters, Math.floor(characters / 2));
      return this.#scoreSendable(rows);
    }
  }
}
