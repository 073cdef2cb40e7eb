// The stand-ins without an engine: what an engine would do with a program's resources, in this process and in memory.
import { bookInMemory, type AccountChoice } from "./provider/account.ts";
import { cloudInMemory, partsOf, type Cloud } from "./provider/cloud.ts";
import { type CloudView, viewOf } from "./provider/cloud-view.ts";
import { findFacts } from "./provider/facts/find-facts.ts";
import { StandIn } from "./provider/stand-in.ts";
import { isArchive, isAsset, mapValues, plain, textOf, type Values } from "@modelport/sdk-schema/wire";
import { worldOf } from "./provider/world.ts";

export type { AccountChoice, CloudView };

/** A resource as a program registers it; `inputs` as they go over the wire. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN of the provider that the program declares for it; undefined for the engine's own. */
  readonly provider?: string | undefined;
  /** Paths of inputs whose change replaces the resource, whatever its provider says. */
  readonly replaceOnChanges?: readonly string[];
}

export interface InProcessStep {
  readonly op: "create" | "update" | "replace" | "delete";
  readonly type: string;
  readonly name: string;
  /** Paths of the inputs that differ. */
  readonly diff: readonly string[];
  /** The cloud's value of the first of them. */
  readonly answer: unknown;
}

export interface InProcessOptions {
  /** `aws:region`, `gcp:project` and the like. */
  readonly config?: Readonly<Record<string, string>>;
  /** A function is asked at every operation, so that the account may change between two `up`s. */
  readonly account?: AccountChoice | (() => AccountChoice);
}

interface State {
  readonly type: string;
  /** Undefined for the state of a provider itself. */
  readonly provider: StandIn | undefined;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

interface Settling {
  readonly type: string;
  readonly given: Values;
  readonly provider: StandIn;
  readonly replaceOnChanges: readonly string[];
}

const PROVIDED = /^(pulumi:providers:)?(aws|gcp|kubernetes)(:|$)/;
const PROVIDER = "pulumi:providers:";

/** Whether a stand-in of this process provides resources of `type`. */
export const isProvided = (type: string): boolean => PROVIDED.test(type);

/** One stack, over several `up`s: `begin`, then every resource, then `finish`. */
export class InProcessStack {
  private readonly cloud: Cloud = cloudInMemory();
  /** By the name of its package, and by the URN of a provider that the program declares. */
  private readonly standIns = new Map<string, StandIn>();
  private readonly options: InProcessOptions;
  private state = new Map<string, State>();
  private next = new Map<string, State>();
  private readonly replaced = new Set<string>();
  private steps: InProcessStep[] = [];

  constructor(options: InProcessOptions = {}) {
    this.options = options;
  }

  begin(): void {
    this.next = new Map();
    this.replaced.clear();
    this.steps = [];
  }

  /** Creates or changes the resource as `up` would, and returns the provider's answer; throws its refusal. */
  async register({
    urn,
    type,
    inputs,
    provider: declared,
    replaceOnChanges = [],
  }: Registered): Promise<{ id: string; outputs: Values }> {
    const before = this.state.get(urn);
    const given = inputs as Values;
    const provider = () => this.providerOf(type, declared);
    const after = type.startsWith(PROVIDER)
      ? await this.settleProvider(urn, type, given, before)
      : await this.settle(urn, { type, given, provider: provider(), replaceOnChanges }, before);
    this.next.set(urn, { type, ...after });
    const outputs = Object.entries(mapValues(after.outputs, plain)).filter(
      ([, value]) => !isAsset(value) && !isArchive(value),
    );
    return { id: after.id, outputs: Object.fromEntries(outputs) };
  }

  /** Deletes what was replaced or is no longer declared, dependents first; returns every step. */
  async finish(): Promise<readonly InProcessStep[]> {
    const gone = [...this.state].filter(([urn]) => !this.next.has(urn));
    const old = [...this.state].filter(([urn]) => this.replaced.has(urn) || !this.next.has(urn));
    for (const [urn, { provider, id, outputs }] of old.toReversed()) await provider?.delete(urn, id, outputs);
    for (const [urn, { type }] of gone) this.note("delete", urn, type);
    this.state = this.next;
    return this.steps;
  }

  /** What the cloud's function `token` answers; throws what its provider refuses. */
  async invoke(token: string, given: Readonly<Record<string, unknown>>): Promise<Values> {
    const { answer = {}, failures } = await this.providerOf(token).invoke(token, given as Values);
    if (failures.length > 0) throw new Error(failures.join(" "));
    return answer;
  }

  async objects(): Promise<readonly CloudView[]> {
    return Promise.all(this.cloud.all().map(viewOf));
  }

  private async settle(
    urn: string,
    { type, given, provider, replaceOnChanges }: Settling,
    before: State | undefined,
  ): Promise<Omit<State, "type">> {
    const news = await checked(provider, urn, before?.inputs ?? {}, given);
    if (before === undefined) {
      this.note("create", urn, type);
      return { provider, inputs: news, ...(await provider.create(urn, news, false)) };
    }
    // With another provider the object is in another cloud, whatever its inputs.
    const moves = before.provider !== provider;
    const changing = { olds: before.outputs, oldInputs: before.inputs, news };
    const { changes, deleteBeforeReplace } = await provider.diff(urn, changing);
    if (changes.length === 0 && !moves) return { ...before, inputs: news };
    const isForced = changes.some(({ path }) => replaceOnChanges.includes(path));
    const replaces = moves || isForced || changes.some((change) => change.replaces);
    const answer = plain(before.outputs[String(changes[0]?.keys[0])] ?? null);
    this.note(replaces ? "replace" : "update", urn, type, { diff: changes.map(({ path }) => path), answer });
    if (!replaces) {
      const outputs = await provider.update(urn, before.id, changing, false);
      return { provider, id: before.id, inputs: news, outputs };
    }
    // No two objects share a name, so that a resource that says so itself names `deleteBeforeReplace` too.
    if ((deleteBeforeReplace || isForced) && !moves) await provider.delete(urn, before.id, before.outputs);
    else this.replaced.add(urn);
    // The engine checks again, so that a generated name is a new one.
    const anew = await checked(provider, urn, {}, given);
    return { provider, inputs: anew, ...(await provider.create(urn, anew, false)) };
  }

  /** A provider that the program declares; another cluster makes it another one. */
  private async settleProvider(
    urn: string,
    type: string,
    inputs: Values,
    before: State | undefined,
  ): Promise<Omit<State, "type">> {
    const known = this.standIns.get(urn);
    const provider = known ?? this.newStandIn(type.slice(PROVIDER.length));
    const { failures } = await provider.checkConfig(inputs);
    if (failures.length > 0) throw new Error(`${type} \`${partsOf(urn).name}\`: ${failures.join(" ")}`);
    const settled = { provider: undefined, id: partsOf(urn).name, inputs, outputs: inputs };
    if (before === undefined || known === undefined) this.note("create", urn, type);
    else {
      const { changes } = provider.diffConfig(before.inputs, inputs);
      const replaces = changes.some((change) => change.replaces);
      const diff = changes.map(({ path }) => path);
      if (changes.length > 0) this.note(replaces ? "replace" : "update", urn, type, { diff, answer: undefined });
      if (replaces) {
        const other = this.newStandIn(type.slice(PROVIDER.length));
        other.configure(inputs, partsOf(urn).name);
        this.standIns.set(urn, other);
        return settled;
      }
    }
    provider.configure(inputs, partsOf(urn).name);
    this.standIns.set(urn, provider);
    return settled;
  }

  private note(
    op: InProcessStep["op"],
    urn: string,
    type: string,
    { diff, answer }: Pick<InProcessStep, "diff" | "answer"> = { diff: [], answer: undefined },
  ): void {
    this.steps.push({ op, type, name: partsOf(urn).name, diff, answer });
  }

  private providerOf(type: string, declared?: string): StandIn {
    const [name = ""] = type.split(":");
    const known = this.standIns.get(declared ?? name);
    if (known !== undefined) return known;
    const provider = this.newStandIn(name);
    const own = Object.entries(this.options.config ?? {}).filter(([key]) => key.startsWith(`${name}:`));
    provider.configure(Object.fromEntries(own.map(([key, value]) => [key.slice(name.length + 1), value])));
    this.standIns.set(name, provider);
    return provider;
  }

  private newStandIn(name: string): StandIn {
    const nowhere = { registry: "127.0.0.1:0", registryFolder: "/nonexistent", editMilliseconds: 1 };
    return new StandIn(name, { cloud: this.cloud, book: bookInMemory(this.options.account), ...nowhere });
  }
}

async function checked(provider: StandIn, urn: string, olds: Values, given: Values): Promise<Values> {
  const { inputs, failures } = await provider.check(urn, olds, given);
  if (failures.length > 0) throw new Error(`${partsOf(urn).type} \`${partsOf(urn).name}\`: ${failures.join(" ")}`);
  return inputs;
}

/**
 * What a resource of `type` changes that accepts one change at a time: `thing` is equal for resources that change the same,
 * `called` is its name in messages. Undefined if it changes no such thing.
 */
export function editOf(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): { readonly thing: string; readonly called: string } | undefined {
  const { edit } = findFacts(type);
  const values = inputs as Values;
  const thing = edit?.thing({ inputs: values, name: textOf(values["name"]), world: worldOf({}, "") });
  return edit === undefined || !thing ? undefined : { thing, called: edit.called };
}
