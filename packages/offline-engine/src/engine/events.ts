// The engine's own log of what it did: https://www.pulumi.com/docs/reference/pkg/nodejs/pulumi/pulumi/automation/#EngineEvent
import type { OfflineStep, StepOperation } from "../offline-engine.ts";

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly old?: { readonly parent?: string } | null;
  readonly new?: { readonly parent?: string } | null;
  readonly detailedDiff?: Readonly<Record<string, { readonly diffKind: string }>> | null;
  readonly diffs?: readonly string[] | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: {
    readonly message: string;
    readonly severity: string;
    readonly ephemeral?: boolean;
  };
}

export interface EventLog {
  readonly steps: readonly OfflineStep[];
  readonly diagnostics: readonly string[];
}

export function readEventLog(text: string): EventLog {
  const events = text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  return { steps: stepsOf(events), diagnostics: events.flatMap(diagnosticOf) };
}

function stepsOf(events: readonly EngineEvent[]): readonly OfflineStep[] {
  const byUrn = new Map<string, StepMetadata>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const begun = resourcePreEvent?.metadata;
    // A refresh knows its operation only after it has asked the cloud.
    const ended =
      byUrn.get(resOutputsEvent?.metadata.urn ?? "")?.op === "refresh" ? resOutputsEvent?.metadata : undefined;
    for (const metadata of [begun, ended]) {
      if (metadata === undefined || isDefaultProvider(metadata)) continue;
      byUrn.set(metadata.urn, combined(byUrn.get(metadata.urn), metadata));
    }
  }
  return sorted([...byUrn.values()].map(stepOf));
}

/** Parents before their children, siblings by type and name: the engine's own order varies. */
function sorted(steps: readonly OfflineStep[]): readonly OfflineStep[] {
  const byUrn = new Map(steps.map((step) => [step.urn, step]));
  const placeOf = ({ parent, type, name }: OfflineStep): string => {
    const above = parent === undefined ? undefined : byUrn.get(parent);
    return `${above === undefined ? "" : placeOf(above)}\n${type} ${name}`;
  };
  const places = new Map(steps.map((step) => [step.urn, placeOf(step)]));
  return steps.toSorted((a, b) => ((places.get(a.urn) ?? "") < (places.get(b.urn) ?? "") ? -1 : 1));
}

const isDefaultProvider = ({ type, urn }: StepMetadata): boolean =>
  type.startsWith("pulumi:providers:") && /::default(_[\w-]+)*$/.test(urn);

/** A replacement has three events; its deletion and creation are not separate steps. */
function combined(before: StepMetadata | undefined, now: StepMetadata): StepMetadata {
  const isPart = (op: string | undefined) => op !== undefined && /replace/.test(op);
  if (!isPart(before?.op) && !isPart(now.op)) return now;
  const [first, second] = [before, now].toSorted(
    (a, b) => Object.keys(b?.detailedDiff ?? {}).length - Object.keys(a?.detailedDiff ?? {}).length,
  );
  return { ...second, ...first, op: "replace" } as StepMetadata;
}

function stepOf({ op, urn, type, old, new: made, detailedDiff, diffs }: StepMetadata): OfflineStep {
  const all = Object.keys(detailedDiff ?? {}).toSorted();
  const replaces = all.filter((path) => detailedDiff?.[path]?.diffKind.endsWith("-replace"));
  const diff = all.length > 0 ? all : (diffs ?? []).toSorted();
  return {
    op: op as StepOperation,
    type,
    name: urn.split("::").slice(3).join("::"),
    urn,
    parent: (made ?? old)?.parent || undefined,
    ...(diff.length === 0 ? {} : { diff }),
    ...(replaces.length === 0 ? {} : { replaces }),
  };
}

function diagnosticOf({ diagnosticEvent }: EngineEvent): readonly string[] {
  if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return [];
  const { message, severity } = diagnosticEvent;
  if (!["error", "warning"].includes(severity)) return [];
  return [plainMessage(message)];
}

/** Without colors, and for a refused input only the stand-in's sentence. */
function plainMessage(message: string): string {
  return message
    .replaceAll(/<\{%[^%]*%\}>/g, "")
    .trim()
    .replace(/^(\S+) resource '([^']+)' has a problem: /, "$1 `$2`: ");
}
