// What a platform can hold and how it behaves: the rows of the decision matrix, each with its source and date.
import type { Timeouts } from "./timeouts.ts";

/** A statement with its evidence. `asOf` is the ISO date on which the source was read. */
export interface Fact<T> {
  readonly value: T;
  readonly source: string;
  readonly asOf: string;
  /** What a reader of the value alone would get wrong. */
  readonly note?: string;
}

/** Makes facts of sources that were read on `asOf`; a source on the web is its https:// URL. */
export function factsRead(asOf: string) {
  return <T>(value: T, source: string, note?: string): Fact<T> => ({
    value,
    source,
    asOf,
    ...(note === undefined ? {} : { note }),
  });
}

/** A limit in the unit of its name; `null` means that the platform sets none, and `note` says what limits instead. */
type Limit = Fact<number | null>;

export interface Limits {
  readonly memoryMiB: Limit;
  readonly vcpus: Limit;
  readonly requestTimeoutSeconds: Limit;
  readonly requestBytes: Limit;
  readonly responseBytes: Limit;
  readonly unpackedArtifactBytes: Limit;
  readonly concurrentRequestsPerInstance: Limit;
  readonly instances: Limit;
}

type Grade = "none" | "low" | "medium" | "high";

export interface Qualities {
  readonly latency: Fact<"variable" | "consistent">;
  readonly scaling: Fact<"none" | "automatic" | "configurable">;
  readonly scalesToZero: Fact<boolean>;
  readonly gpu: Fact<boolean>;
  readonly operations: Fact<Grade>;
  readonly lockIn: Fact<Grade>;
  /** The smallest team that can operate it. */
  readonly people: Fact<number>;
}

/** What a team may require beyond limits and qualities. What a target leaves out is as usual: see each. */
export interface Offers {
  /** Whether clients on other machines can call it. Usual: they can. */
  readonly otherMachines: Fact<boolean>;
  /** Whether the team defines routes, network policies and load balancers. Usual: the platform does. */
  readonly networkControl: Fact<boolean>;
  /** Whether it can join a Kubernetes cluster that the team operates already. Usual: it cannot. */
  readonly existingCluster: Fact<boolean>;
  /** Hours of people's work that one deployment takes in a month without incidents: updates, reading alarms, upgrades. */
  readonly hoursPerMonth: Fact<number>;
  /** The largest container image in bytes, where the target takes one in place of a smaller artifact; `null`: no limit. */
  readonly imageBytes: Fact<number | null>;
}

/** Something that the platform cannot do, declared so that users learn it before they deploy. */
interface Inability {
  readonly what: string;
  readonly reason: string;
}

/** Something that would keep `pulumi destroy` from completing, and what the target does about it. */
interface DestroyBlocker {
  readonly what: string;
  readonly answer: string;
}

export interface Facts {
  readonly title: string;
  readonly limits: Limits;
  readonly qualities: Qualities;
  readonly offers?: Partial<Offers>;
  /** The country of each region in which it can run, as ISO 3166 codes; `null` if the team decides where its machines are. */
  readonly regions?: Fact<Readonly<Record<string, string>> | null>;
  readonly timeouts: Fact<Timeouts>;
  readonly cannot: readonly Inability[];
  readonly destroyBlockers: readonly DestroyBlocker[];
}

/** Every dated statement of `facts`, with its path. */
export function datedFacts(facts: Facts): readonly { readonly path: string; readonly fact: Fact<unknown> }[] {
  const rows = (group: string, members: Limits | Qualities | Partial<Offers>) =>
    Object.entries(members).map(([name, fact]) => ({ path: `${group}.${name}`, fact: fact as Fact<unknown> }));
  return [
    ...rows("limits", facts.limits),
    ...rows("qualities", facts.qualities),
    ...rows("offers", facts.offers ?? {}),
    ...(facts.regions === undefined ? [] : [{ path: "regions", fact: facts.regions }]),
    { path: "timeouts", fact: facts.timeouts },
  ];
}
