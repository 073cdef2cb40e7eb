/** What a report says about a move, in one language. */
export interface MoveWords {
  /** The title of the decision record; `from` and `to` are the platforms' titles. */
  readonly recordTitle: (from: string, to: string) => string;
  readonly title: (from: string, to: string) => string;
  readonly couldStay: (from: string) => string;
  readonly forced: (from: string) => string;
  /** For a target that was named and is not the best. */
  readonly given: (to: string, best: string) => string;
  readonly staysHere: (name: string) => string;
  readonly cost: string;
  readonly line: string;
  readonly difference: string;
  readonly total: string;
  readonly leastTotal: string;
  readonly noBreakEven: (from: string, to: string) => string;
  readonly unknownBreakEven: string;
  readonly team: string;
  readonly quality: (name: string) => string;
  readonly value: (value: string | number | boolean | undefined) => string;
  readonly loss: (what: string, reason: string) => string;
  readonly settings: string;
  readonly withoutCounterpart: (to: string) => string;
  readonly settingHead: readonly [key: string, fallback: string, what: string];
  readonly none: string;
  readonly otherDefault: (key: string, from: string, to: string) => string;
  readonly decisions: (to: string, keys: string) => string;
  readonly outputs: (keys: string) => string;
  readonly steps: string;
  readonly stepList: (from: string, to: string) => readonly string[];
}
