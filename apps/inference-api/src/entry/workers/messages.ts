// What the supervisor and its workers tell each other.
import type { Snapshot } from "../../metrics/prometheus.ts";

/** What a worker that can serve is. */
export interface Loaded {
  readonly model: string;
  readonly version: string;
  readonly threads: number;
}

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export type FromWorker =
  | { readonly kind: "loaded"; readonly loaded: Loaded }
  /** It cannot start, for the reason that the sentence says. */
  | { readonly kind: "failed"; readonly sentence: string }
  | { readonly kind: "snapshot"; readonly id: number; readonly snapshot: Snapshot }
  /** A client of this worker wants the metrics of all. */
  | { readonly kind: "metrics"; readonly id: number };

export type ToWorker =
  /** All workers of the start have loaded their model. */
  | { readonly kind: "all-loaded" }
  | { readonly kind: "snapshot"; readonly id: number }
  | { readonly kind: "metrics"; readonly id: number; readonly exposition: Exposition };

/** The descriptor by which a worker writes how many requests it holds: the first after those of standard streams and messages. */
export const HELD_FD = 4;
