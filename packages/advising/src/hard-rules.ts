// What no weight can outweigh: a requirement, the fact that answers it, and when the fact is not enough.
import { datedFacts, type Facts, oncePerObject } from "@modelport/target-kit";
import { isAllowed } from "./residency.ts";
import type { Requirements } from "./requirements.ts";

type Value = string | number | boolean | null;

/** Why a target is out: the fact with its evidence, beside what was required. */
export interface Rejection {
  readonly rule: RuleId;
  /** The path of the fact, such as `limits.memoryMiB`. */
  readonly fact: string;
  readonly needed: Value;
  /** `null` if the target does not state the fact. */
  readonly found: Value;
  readonly source: string;
  /** When the source was read; empty if it is a file of this repository. */
  readonly asOf: string;
  readonly note?: string;
}

interface HardRule {
  readonly id: string;
  /** Paths of facts; the first that the target states counts. */
  readonly facts: readonly string[];
  /** What is required; `undefined` if nothing is. */
  readonly needed: (requirements: Requirements) => Value | undefined;
  readonly holds: (found: Value, needed: Value) => boolean;
  /** The fact's value as `holds` and a rejection take it. Default: as it is. */
  readonly read?: (value: unknown) => Value;
  /** Whether a target passes that states none of the facts. */
  readonly passesUnstated?: true;
}

const MIB = 1024 ** 2;
const isTrue = (found: Value) => found === true;
const isWithin = (found: Value, needed: Value) => found === null || Number(needed) <= Number(found);

const listed = (value: Value): readonly string[] => String(value).split(", ");

/** Each country once. */
function countriesOf(regions: unknown): Value {
  if (regions === null) return null;
  return [...new Set(Object.values(regions as Readonly<Record<string, string>>))].toSorted().join(", ");
}

/** Below this, the course rules out platforms on which a request may wait for a start (section 12.2). */
const SHORTEST_COLD_START_MS = 100;

const HARD_RULES = [
  {
    id: "other-machines",
    facts: ["offers.otherMachines"],
    needed: () => true,
    holds: isTrue,
    passesUnstated: true,
  },
  { id: "gpu", facts: ["qualities.gpu"], needed: ({ gpu }) => gpu || undefined, holds: isTrue },
  { id: "memory", facts: ["limits.memoryMiB"], needed: ({ memoryMiB }) => memoryMiB, holds: isWithin },
  {
    id: "model-size",
    facts: ["offers.imageBytes", "limits.unpackedArtifactBytes"],
    needed: ({ modelMiB }) => modelMiB * MIB,
    holds: isWithin,
  },
  {
    id: "timeout",
    facts: ["limits.requestTimeoutSeconds"],
    needed: ({ timeoutSeconds }) => timeoutSeconds,
    holds: isWithin,
  },
  { id: "request-size", facts: ["limits.requestBytes"], needed: ({ requestBytes }) => requestBytes, holds: isWithin },
  {
    id: "response-size",
    facts: ["limits.responseBytes"],
    needed: ({ responseBytes }) => responseBytes,
    holds: isWithin,
  },
  {
    id: "cold-start",
    facts: ["qualities.latency"],
    needed: ({ coldStartMs = SHORTEST_COLD_START_MS }) =>
      coldStartMs < SHORTEST_COLD_START_MS ? coldStartMs : undefined,
    holds: (found) => found === "consistent",
  },
  {
    id: "network-control",
    facts: ["offers.networkControl"],
    needed: ({ networkControl }) => networkControl || undefined,
    holds: isTrue,
  },
  {
    id: "residency",
    facts: ["regions"],
    needed: ({ residency }) => residency?.join(", "),
    // Machines of the team's own are wherever it has put them.
    holds: (found, needed) => found === null || listed(found).some((country) => isAllowed(country, listed(needed))),
    read: countriesOf,
  },
  {
    id: "multi-cloud",
    facts: ["qualities.lockIn"],
    needed: ({ multiCloud }) => multiCloud || undefined,
    holds: (found) => found === "none" || found === "low",
  },
] as const satisfies readonly HardRule[];

/** The facts that each rule looks at, in the order in which a target's first one counts. */
export const factsByRule: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  HARD_RULES.map(({ id, facts }) => [id, facts]),
);

/** `settings` and `budget` follow from the estimate and not from a fact. */
export type RuleId = (typeof HARD_RULES)[number]["id"] | "settings" | "budget";

type NamedRule = HardRule & { readonly id: RuleId };

const RULES: readonly NamedRule[] = HARD_RULES;

interface Demand {
  readonly rule: number;
  readonly needed: Value;
}

/** What the rules require, by their place in the list: the same for every target. */
const demandsOf = oncePerObject((requirements: Requirements): readonly Demand[] =>
  RULES.flatMap(({ needed: of }, rule) => {
    const needed = of(requirements);
    return needed === undefined ? [] : [{ rule, needed }];
  }),
);

/** For each rule the fact that answers it, if the target states one, and its value as the rule takes it. */
const answersOf = oncePerObject((facts: Facts) => {
  const stated = new Map(datedFacts(facts).map(({ path, fact }) => [path, fact]));
  return RULES.map(({ id, facts: paths, read = asIs, holds, passesUnstated = false }) => {
    const path = paths.find((each) => stated.has(each)) ?? paths.join(", ");
    const fact = stated.get(path);
    return { id, holds, passesUnstated, path, fact, found: fact === undefined ? null : read(fact.value) };
  });
});

const asIs = (value: unknown) => value as Value;

type Answer = ReturnType<typeof answersOf>[number];

/** Every rule that the target does not pass. */
export function rejectionsOf(facts: Facts, requirements: Requirements): readonly Rejection[] {
  const answers = answersOf(facts);
  return demandsOf(requirements)
    .filter(({ rule, needed }) => !passes(answers[rule] as Answer, needed))
    .map(({ rule, needed }) => rejectionBy(answers[rule] as Answer, needed));
}

const passes = ({ fact, passesUnstated, holds, found }: Answer, needed: Value): boolean =>
  fact === undefined ? passesUnstated : holds(found, needed);

function rejectionBy({ id, path, fact, found }: Answer, needed: Value): Rejection {
  const answer = { rule: id, fact: path, needed, found };
  if (fact === undefined) return { ...answer, source: "not stated by the target", asOf: "" };
  const { source, asOf, note } = fact;
  return { ...answer, source, asOf, ...(note === undefined ? {} : { note }) };
}
