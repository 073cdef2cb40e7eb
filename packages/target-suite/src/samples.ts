// Where the samples of a suite are tried: beside the defaults, and in the contexts that name them.
import type { RawSettings } from "@modelport/target-kit";
import type { Subject } from "./check.ts";
import { isTaken } from "./subject.ts";

export interface Place {
  /** The context's name, or `defaults`. */
  readonly place: string;
  readonly base: RawSettings;
  readonly key: string;
  /** Settings with another value of `key`, beside `base`. */
  readonly sample: RawSettings;
}

/** Every place in which the target takes the sample, in their order. */
export function placesOf(subject: Subject): readonly Place[] {
  const { samples = {}, contexts = {} } = subject.suite;
  const everywhere = { defaults: { settings: {}, samples: Object.keys(samples) }, ...contexts };
  return Object.entries(everywhere).flatMap(([place, { settings: base, samples: keys }]) =>
    keys
      .map((key) => ({ place, base, key, sample: samples[key] ?? {} }))
      .filter(({ key, sample }) => key in samples && isTaken(subject, { ...base, ...sample })),
  );
}
