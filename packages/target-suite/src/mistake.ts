// A seeded mistake: an edit of a target's files that exactly one named check must find.

/** A replacement of text in one of the target's files. */
export interface Edit {
  /** Relative to the target's folder, e.g. `deploy.ts`. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/**
 * What somebody might do to a target by accident, and the check that finds it. The edits are made in a copy of the folder, where
 * `check` must say exactly `sentence`, and no other check may say anything.
 */
export interface Mistake extends Edit {
  /** What was done, e.g. `the log group keeps its logs forever`. */
  readonly title: string;
  /** Further edits that belong to the same mistake. */
  readonly and?: readonly Edit[];
  /** The id of the check that finds it. */
  readonly check: string;
  /** All that the check says: one sentence, or several in their order. */
  readonly sentence: string | readonly string[];
  /** Settings whose samples find it: no others are tried. */
  readonly samples?: readonly string[];
  /**
   * Whether the author has accepted the new names and types (`vitest -u`). Set it if the mistake adds or removes a resource, so
   * that the check `graph-snapshot` does not find it.
   */
  readonly redrawn?: boolean;
  /** Whether the deployment then costs something else than its estimate, so that `resources-billed` finds it too. */
  readonly rebilled?: boolean;
}
