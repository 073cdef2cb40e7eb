// A provider without a cloud: one method for each request of the engine.
import { faultsOf, findSdk, inputFaults, loadSchema, type Sdk, type TypeSchema } from "@modelport/sdk-schema";
import { mapValues, plain, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import { findObject, partsOf } from "./cloud.ts";
import { type Reached, reachedCluster, refuseUnreachable } from "./clusters.ts";
import { refuseDelete, refuseTakenName, removeObject, type Surroundings } from "./deletion.ts";
import { changesBetween, type Change } from "./diff.ts";
import { Edits, type UnderWay } from "./edits.ts";
import type { Operation } from "./facts/behavior.ts";
import { findFacts } from "./facts/find-facts.ts";
import type { Making, World } from "./facts/making.ts";
import { halfDone, HalfDone, plannedState } from "./half-done.ts";
import { movesToCluster } from "./kubeconfig.ts";
import { livePart, makeObject, previewObject } from "./kubernetes-objects.ts";
import { changedMaking, isKubernetes, newMaking, uniqueNameOf, withDocuments, withName, type Kind } from "./objects.ts";
import { outputsOf, previewChange, previewOutputs } from "./outputs.ts";
import { plannedChanges } from "./planned-changes.ts";
import { lateRefusal, refuseByRow } from "./refusals.ts";
import { reversed } from "./reversal.ts";
import { keepsItsName, makesNew } from "./replacement.ts";
import { withSecrets } from "./secrets.ts";
import { worldOf } from "./world.ts";

export interface Checked {
  readonly inputs: Values;
  /** Sentences that the engine prefixes with the type and the name. */
  readonly failures: readonly string[];
}

export interface Differing {
  readonly changes: readonly (Change & { readonly replaces: boolean })[];
  readonly deleteBeforeReplace: boolean;
}

/** A resource before and after. */
export interface Changing {
  /** The state: what the cloud answered. */
  readonly olds: Values;
  readonly oldInputs: Values;
  readonly news: Values;
}

const NO_SCHEMA: TypeSchema = { token: "", inputs: {}, outputs: {}, definitions: {} };

export class StandIn {
  private readonly pulumiPackage: string;
  private readonly surroundings: Surroundings;
  private readonly sdk: Sdk | undefined;
  private readonly edits: Edits;
  private world: World;
  private namespace = "default";
  private configuration: Values = {};
  private isDeclared = false;

  constructor(pulumiPackage: string, surroundings: Surroundings) {
    this.pulumiPackage = pulumiPackage;
    this.surroundings = surroundings;
    this.edits = new Edits(surroundings.editMilliseconds);
    this.sdk = findSdk(pulumiPackage);
    this.world = worldOf({}, surroundings.registry);
  }

  get version(): string {
    return this.sdk?.version ?? "0.0.0";
  }

  /** The inputs of the provider itself; all but strings arrive as JSON. */
  async checkConfig(news: Values): Promise<Checked> {
    const schema = this.sdk && (await loadSchema(this.sdk, `pulumi:providers:${this.pulumiPackage}`));
    const values = mapValues(withoutEngineKeys(news), (value, name) =>
      typeof value === "string" && schema?.inputs[name]?.shape.kind !== "string" ? parsed(value) : value,
    );
    return { inputs: news, failures: schema === undefined ? [] : faultsOf(values, schema) };
  }

  /** Objects in another cluster are other objects. */
  diffConfig(olds: Values, news: Values): Differing {
    const [before, after] = [withoutEngineKeys(olds), withoutEngineKeys(news)];
    const changes = changesBetween(before, after);
    const changed = changes.map(({ keys }) => String(keys[0]));
    const moving = this.pulumiPackage === "kubernetes" ? movesToCluster(before, after, changed) : [];
    return {
      changes: changes.map((change) => ({ ...change, replaces: moving.includes(String(change.keys[0])) })),
      deleteBeforeReplace: false,
    };
  }

  /** `name` is that of the provider's resource; the engine's own are called `default`, with a version. */
  configure(configuration: Values, name = "default"): void {
    this.configuration = configuration;
    this.isDeclared = !/^default(_|$)/.test(name);
    const values = mapValues(mapValues(configuration, plain), (value) =>
      typeof value === "string" ? parsed(value) : value,
    );
    this.world = worldOf(values, this.surroundings.registry);
    this.namespace = textOf(values["namespace"]) || "default";
  }

  async check(urn: string, olds: Values, news: Values): Promise<Checked> {
    const failures = await inputFaults(partsOf(urn).type, news);
    if (failures.length > 0) return { inputs: news, failures };
    const kind = await this.kindOf(urn);
    return { inputs: withName(kind, urn, olds, withDocuments(news, kind.schema), this.namespace), failures: [] };
  }

  async diff(urn: string, { olds, oldInputs, news }: Changing): Promise<Differing> {
    const kind = await this.kindOf(urn);
    const changes = changesOf(kind, { olds, oldInputs, news }).map((change) => ({
      ...change,
      replaces: makesNew(kind, change),
    }));
    const replaces = changes.some((change) => change.replaces);
    return { changes, deleteBeforeReplace: replaces && keepsItsName(kind, oldInputs, news) };
  }

  async create(urn: string, inputs: Values, preview: boolean): Promise<{ id: string; outputs: Values }> {
    const kind = await this.kindOf(urn);
    if (preview) return { id: "", outputs: await this.previewed(kind, inputs) };
    this.refuseUnreachable(kind, "create");
    const making = newMaking(kind, urn, inputs);
    return this.edits.during(underWay(kind, making, "create"), async () => {
      const uniqueName = uniqueNameOf(kind, making.inputs);
      refuseTakenName(kind, making, uniqueName);
      refuseByRow(kind.facts, making, "create", this.surroundings.book);
      const outputs = await this.made(kind, making, inputs);
      const { id, seed } = making;
      const unique = uniqueName === undefined ? {} : { uniqueName };
      const holds = kind.facts.holds?.of(making);
      const held = holds === undefined ? {} : { holds };
      const stored = { type: kind.type, id, urn, seed, inputs, outputs, ...unique, ...held };
      const late = lateRefusal(kind.facts, making, "create", this.surroundings.book);
      kind.cloud.put(late === undefined ? stored : halfDone(stored, late, undefined));
      if (late !== undefined) throw new HalfDone(late.words, id, outputs);
      await this.putBesides(kind, making, "create");
      return { id, outputs };
    });
  }

  /** Undefined if the cloud has no such object; `state` is what the engine knows about it. */
  async read(urn: string, id: string, state: Values): Promise<{ inputs: Values; outputs: Values } | undefined> {
    const kind = await this.kindOf(urn);
    this.refuseUnreachable(kind, "read");
    const stored = storedObject(kind, id, state);
    if (stored === undefined || !isKubernetes(kind.type)) return stored;
    const live = livePart(stored.outputs, stored.inputs);
    const isRewritten = changesBetween(live, stored.inputs).length > 0;
    return { inputs: isRewritten ? withSecrets(live, stored.inputs) : stored.inputs, outputs: stored.outputs };
  }

  async update(urn: string, id: string, changing: Changing, preview: boolean): Promise<Values> {
    const kind = await this.kindOf(urn);
    const { olds, news } = changing;
    const changed = [...new Set(changesOf(kind, changing).map(({ keys }) => String(keys[0])))];
    if (preview) {
      if (isKubernetes(kind.type)) return this.previewed(kind, news);
      const unknown = kind.facts.unknownAfter?.({ inputs: mapValues(news, plain), changed }) ?? [];
      return previewChange(news, olds, unknown, kind);
    }
    this.refuseUnreachable(kind, "update");
    // The engine requests it after a half-done change; the bridge calls no API if it sees no difference.
    if (changed.length === 0 && !isKubernetes(kind.type)) return olds;
    const stored = storedObject(kind, id, olds);
    if (stored === undefined)
      throw new Error(`the cloud has no ${kind.type} ${id}: run \`pulumi refresh\`, then again.`);
    const making = changedMaking(kind, stored, news, changed);
    return this.edits.during(underWay(kind, making, "update"), async () => {
      refuseByRow(kind.facts, making, "update", this.surroundings.book);
      const outputs = await this.made(kind, making, news);
      const late = lateRefusal(kind.facts, making, "update", this.surroundings.book);
      const accepted = { ...stored, inputs: news, outputs };
      const after = late === undefined ? accepted : halfDone(accepted, late, stored);
      const { settled, seen } = reversed(kind.facts, making, after, stored, this.surroundings.book);
      kind.cloud.put(settled);
      if (late !== undefined) throw new HalfDone(late.words, id, plannedState(outputs, late, olds));
      await this.putBesides(kind, making, "update");
      return seen.outputs;
    });
  }

  async delete(urn: string, id: string, state: Values): Promise<void> {
    const kind = await this.kindOf(urn);
    this.refuseUnreachable(kind, "delete");
    const stored = storedObject(kind, id, state);
    if (stored === undefined) return;
    const making = changedMaking(kind, stored, stored.inputs, []);
    await this.edits.during(underWay(kind, making, "delete"), async () => {
      refuseDelete(kind, stored, this.surroundings);
      refuseByRow(kind.facts, making, "delete", this.surroundings.book);
      removeObject(stored, this.surroundings);
    });
  }

  /** The answer of a function, or sentences that say why there is none. */
  async invoke(token: string, given: Values): Promise<{ answer?: Values; failures: readonly string[] }> {
    const { answers } = await import("./invokes/answers.ts");
    const answer = answers[token];
    if (answer === undefined) {
      const sentence = `the stand-in for ${this.pulumiPackage} does not answer ${token}: add an answer to packages/offline-engine/src/provider/invokes, or do not call it.`;
      return { failures: [sentence] };
    }
    const schema = this.sdk && (await loadSchema(this.sdk, token));
    const failures = schema === undefined ? [] : faultsOf(given, schema);
    if (failures.length > 0) return { failures: failures.map((fault) => `${token}: ${fault}`) };
    const { book, cloud } = this.surroundings;
    const asked = { given: mapValues(given, plain), world: this.world, account: book.account(), cloud };
    return { answer: answer(asked), failures: [] };
  }

  private async kindOf(urn: string): Promise<Kind> {
    const { type } = partsOf(urn);
    return this.kind(type, (this.sdk && (await loadSchema(this.sdk, type))) ?? NO_SCHEMA);
  }

  private kind(type: string, schema: TypeSchema): Kind {
    const reached = this.reached(type);
    const cluster = reached.code === "cluster" ? reached.cluster : undefined;
    return { type, schema, facts: findFacts(type), world: this.world, cloud: this.surroundings.cloud, cluster };
  }

  private reached(type: string): Reached {
    if (!isKubernetes(type)) return { code: "own" };
    return reachedCluster(this.configuration, this.surroundings.cloud, this.isDeclared);
  }

  private refuseUnreachable({ type }: Kind, operation: Parameters<typeof refuseUnreachable>[1]): void {
    refuseUnreachable(this.reached(type), operation);
  }

  private async made(kind: Kind, making: Making & { readonly id: string }, inputs: Values): Promise<Values> {
    if (isKubernetes(kind.type)) return makeObject(making, inputs, kind.facts);
    return withSecrets(outputsOf(making, inputs, kind.facts, kind.schema), inputs);
  }

  /** What the provider creates implicitly, unless it exists already. */
  private async putBesides(kind: Kind, making: Making & { readonly id: string }, operation: Operation): Promise<void> {
    const { besides } = kind.facts;
    if (besides?.on.includes(operation) !== true) return;
    for (const { type, inputs, endsWith } of besides.make(making)) {
      const beside = this.kind(type, (this.sdk && (await loadSchema(this.sdk, type))) ?? NO_SCHEMA);
      const made = newMaking(beside, making.urn, inputs);
      const uniqueName = uniqueNameOf(beside, inputs);
      if (uniqueName !== undefined && kind.cloud.all().some((other) => other.uniqueName === uniqueName)) continue;
      const outputs = outputsOf(made, inputs, beside.facts, beside.schema);
      const unique = uniqueName === undefined ? {} : { uniqueName };
      kind.cloud.put({ type, id: made.id, urn: making.urn, seed: made.seed, inputs, outputs, endsWith, ...unique });
    }
  }

  private async previewed({ type, facts, schema }: Kind, inputs: Values): Promise<Values> {
    if (!isKubernetes(type)) return previewOutputs(inputs, facts, schema);
    return previewObject(inputs, schema.outputs["status"] !== undefined);
  }
}

const storedObject = (kind: Kind, id: string, state: Values) =>
  findObject(kind.cloud, kind.type, id, uniqueNameOf(kind, mapValues(state, plain)));

/** Both kinds of provider compare new inputs with the state, which has the cloud's answers. */
function changesOf(kind: Kind, { olds, oldInputs, news }: Changing): readonly Change[] {
  return isKubernetes(kind.type) ? changesBetween(livePart(olds, oldInputs), news) : plannedChanges(olds, news, kind);
}

function underWay({ facts: { edit } }: Kind, making: Making, operation: Operation): UnderWay | undefined {
  const thing = edit?.thing(making);
  if (edit === undefined || thing === undefined) return undefined;
  return { edit, thing, operation, calls: edit.calls?.(making, operation) ?? 1 };
}

function withoutEngineKeys(values: Values): Values {
  const { version: _version, pluginDownloadURL: _url, ...others } = values;
  return others;
}

function parsed(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
