// What flows through a batch: slices of rows in, one result per row out.
import type { ErrorCode, FieldProblem } from "@modelport/contracts";
import { SLICE_ROWS } from "../limits.ts";

/** Why a row has no answer. */
export interface RowFault {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** The total number of problems, if `errors` holds only the first of them. */
  readonly total?: number;
}

/** One row as it was sent: the result of JSON.parse or of the CSV reader, or why it could not be read. */
export type SourceRow =
  { readonly body: unknown; /** Of its text. */ readonly characters?: number } | { readonly fault: RowFault };

/** A slice of long rows has fewer of them: parsed, a row may take fifty times the memory of its text. */
const SLICE_CHARACTERS = 262_144;

/**
 * `groups` in slices of {@link SLICE_ROWS} rows, or of fewer long ones; the last slice has the rest. An error that ends
 * the rows early is thrown after all the rows before it, unless they are fewer than a slice: then it refuses the batch.
 */
export async function* inSlices(groups: AsyncIterable<Iterable<SourceRow>>): AsyncGenerator<SourceRow[]> {
  let slice: SourceRow[] = [];
  let characters = 0;
  let begun = false;
  try {
    for await (const rows of groups) {
      for (const row of rows) {
        slice.push(row);
        if ("body" in row) characters += row.characters ?? 0;
        if (slice.length < SLICE_ROWS && characters < SLICE_CHARACTERS) continue;
        yield slice;
        [slice, characters] = [[], 0];
        begun = true;
      }
    }
  } catch (error) {
    if (begun && slice.length > 0) yield slice;
    throw error;
  }
  if (slice.length > 0) yield slice;
}

/** The whole batch is refused: it is too large, not UTF-8, or its header does not fit. */
export class BatchRefused extends Error {
  override name = "BatchRefused";
  readonly fault: RowFault;
  constructor(fault: RowFault) {
    super(fault.detail);
    this.fault = fault;
  }
}
