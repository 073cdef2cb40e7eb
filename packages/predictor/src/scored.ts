/** The scores of `count` rows; contributions and terms are row-major, `count` times their width. */
export interface Scored {
  readonly count: number;
  /** One number per row; for a multiclass model one per class, row-major. */
  readonly score: Float32Array;
  readonly logit?: Float32Array;
  readonly contributions?: Float32Array;
  readonly terms?: Float32Array;
}

/** A row's place in the result that it shares with others. */
export interface ScoredRow {
  readonly scored: Scored;
  readonly index: number;
}
