import { errorTable } from "@modelport/contracts";
import type { AppContext, AppDependencies, AppEnv } from "../http/context.ts";
import type { AbortReason } from "../metrics/metrics.ts";
import { BodyFailed } from "../http/body-failed.ts";
import type { ReadyToPredict } from "../http/ready-to-predict.ts";
import { refuse } from "../http/refuse.ts";
import { respond } from "../http/respond.ts";
import { csvRows } from "./csv-rows.ts";
import { delivered } from "./delivered.ts";
import type { ErrorBudget } from "./error-budget.ts";
import { ndjsonRows } from "./ndjson-rows.ts";
import { BatchRefused, type RowFault, type SourceRow } from "./rows.ts";
import { scoreSlice } from "./score-slice.ts";
import { Spool } from "./spool.ts";
import type { RequestText } from "./text-chunks.ts";
import { csvWriter, ndjsonWriter, type RowWriter } from "./writers.ts";

/** A batch that is being read as text, its request, and the budget of its errors. */
interface Incoming {
  readonly request: RequestText;
  readonly text: AsyncIterable<string>;
  readonly budget: ErrorBudget;
}

/** How long a client that still sends may read nothing while no more can be held for it. */
const PATIENCE_MS = 10_000;

/**
 * NDJSON or CSV in, the same format out, row by row and in order, so memory does not grow with the batch. An error of
 * the whole batch before its first row refuses it with its own status; a later error ends the answer with a row that
 * names it.
 */
export async function streamedBatch(
  c: AppContext,
  kind: "ndjson" | "csv",
  ready: ReadyToPredict,
  dependencies: AppDependencies,
  { request, text, budget }: Incoming,
): Promise<Response> {
  const { manifest } = ready.predictor.model;
  const slices = kind === "csv" ? csvRows(text, manifest.features) : ndjsonRows(text);
  const first = await firstOf(slices, request);
  if (first.done) return refuse(c, "validation_failed", { detail: "The batch has no rows; send at least one." });

  const writer = kind === "csv" ? csvWriter(manifest, ready.explained) : ndjsonWriter;
  const answer = new BatchAnswer(ready, writer, budget, c.env?.whyEndAt);
  const pieces = answer.pieces(first.value, slices);
  const { answersAhead } = dependencies;
  const notRead = (held: number) => answer.ending(notReadFault(answer.rows, held));
  const made = answersAhead
    ? new Spool(pieces, { budget: answersAhead, patienceMs: PATIENCE_MS, request, notRead })
    : pieces;
  const sent = delivered(c, made, answer, dependencies);
  return respond(c, ReadableStream.from<Uint8Array>(sent), 200, {
    "Content-Type": writer.contentType,
    "X-Model-Version": manifest.version,
    "X-Model-Revision": dependencies.service.revision ?? "",
  });
}

async function firstOf(slices: AsyncGenerator<SourceRow[]>, request: Incoming["request"]) {
  try {
    return await slices.next();
  } catch (error) {
    if (error instanceof BatchRefused && request.unfinished) await request.discardBeforeRefusal();
    throw error;
  }
}

function notReadFault(rows: number, heldBytes: number): RowFault {
  const detail =
    `Row ${rows} and those after it were not scored: ${heldBytes} bytes of the answer were waiting to be read ` +
    `while the request was still being sent. Read the answer while sending, or send at most ${rows} rows at a time.`;
  return { code: "answer_not_read", detail };
}

/** The lines of an answer as bytes, and their totals. */
class BatchAnswer {
  readonly #ready: ReadyToPredict;
  readonly #writer: RowWriter;
  readonly #budget: ErrorBudget;
  readonly #whyEndAt: AppEnv["Bindings"]["whyEndAt"];
  readonly #encoder = new TextEncoder();
  #written = 0;
  #failed = 0;
  rows = 0;
  /** Why the answer ends before the request does, if the connection is at fault. */
  abortedBy: AbortReason | undefined;

  constructor(ready: ReadyToPredict, writer: RowWriter, budget: ErrorBudget, whyEndAt: AppEnv["Bindings"]["whyEndAt"]) {
    this.#ready = ready;
    this.#writer = writer;
    this.#budget = budget;
    this.#whyEndAt = whyEndAt;
  }

  get counts() {
    return { rows: this.rows, failed: this.#failed };
  }

  async *pieces(first: SourceRow[], slices: AsyncGenerator<SourceRow[]>): AsyncGenerator<Uint8Array> {
    try {
      if (this.#writer.head !== "") yield this.#encoder.encode(this.#writer.head);
      yield await this.#scored(first);
      for await (const rows of slices) yield await this.#scored(rows);
    } catch (error) {
      const fault = this.#faultOf(error);
      if (!fault) throw error;
      yield this.ending(fault);
    } finally {
      // Where the first slice fails, nothing else ends the reading of the request, which holds memory.
      await slices.return(undefined);
    }
  }

  /** The row after the last one. */
  ending(fault: RowFault): Uint8Array {
    if (fault.code === "answer_not_read") this.abortedBy = "answer_not_read";
    return this.#encoder.encode(this.#writer.row(this.rows, { fault }));
  }

  #faultOf(error: unknown): RowFault | undefined {
    if (error instanceof BatchRefused) return error.fault;
    if (!(error instanceof BodyFailed)) return undefined;
    this.abortedBy = "request_failed";
    return { code: error.code, detail: `The request broke off here. ${errorTable[error.code].detail}` };
  }

  async #scored(rows: SourceRow[]): Promise<Uint8Array> {
    const { predictor, explained } = this.#ready;
    const results = await scoreSlice(predictor, rows, explained, this.#budget);
    const bytes = this.#encoder.encode(results.map((result, i) => this.#writer.row(this.rows + i, result)).join(""));
    this.#written += bytes.byteLength;
    const detail = this.#whyEndAt?.(this.#written);
    if (detail !== undefined) throw new BatchRefused({ code: "answer_too_large", detail });
    this.#failed += results.filter((result) => "fault" in result).length;
    this.rows += results.length;
    return bytes;
  }
}
