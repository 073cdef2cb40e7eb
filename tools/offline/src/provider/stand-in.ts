// A provider that has no cloud behind it: what the engine asks of it, one method each.
import { partsOf } from "./cloud.ts";
import { refuseDelete, refuseTakenName, removeObject, type Surroundings } from "./deletion.ts";
import { changesBetween, type Change } from "./diff.ts";
import { findFacts } from "./facts/find-facts.ts";
import type { Making, World } from "./facts/type-facts.ts";
import { isCustomKind, noSuchType, notInstalled } from "./judgement.ts";
import { makeObject, previewObject } from "./kubernetes-objects.ts";
import { changedMaking, isKubernetes, newMaking, uniqueNameOf, withDocuments, withName, type Kind } from "./objects.ts";
import { outputsOf, previewChange, previewOutputs } from "./outputs.ts";
import { keepsItsName, makesNew } from "./replacement.ts";
import { withSecrets } from "./secrets.ts";
import { findSdk, type Sdk } from "../schema/sdk.ts";
import type { TypeSchema } from "../schema/shape.ts";
import { loadSchema } from "../schema/type-schema.ts";
import { faultsOf } from "./validate.ts";
import { mapValues, plain, textOf, type Value, type Values } from "./wire.ts";
import { worldOf } from "./world.ts";

export interface Checked {
  readonly inputs: Values;
  /** Sentences; the engine puts the type and the name in front. */
  readonly failures: readonly string[];
}

export interface Differing {
  readonly changes: readonly (Change & { readonly replaces: boolean })[];
  readonly deleteBeforeReplace: boolean;
}

/** A resource before and after. */
export interface Changing {
  readonly olds: Values;
  readonly oldInputs: Values;
  readonly news: Values;
}

const NO_SCHEMA: TypeSchema = { token: "", inputs: {}, outputs: {}, definitions: {} };

export class StandIn {
  private readonly pulumiPackage: string;
  private readonly surroundings: Surroundings;
  private readonly sdk: Sdk | undefined;
  private world: World;
  private namespace = "default";

  constructor(pulumiPackage: string, surroundings: Surroundings) {
    this.pulumiPackage = pulumiPackage;
    this.surroundings = surroundings;
    this.sdk = findSdk(pulumiPackage);
    this.world = worldOf({}, surroundings.registry);
  }

  get version(): string {
    return this.sdk?.version ?? "0.0.0";
  }

  /** The provider's own inputs; where they are not text they come as JSON. */
  async checkConfig(news: Values): Promise<Checked> {
    const schema = this.sdk && (await loadSchema(this.sdk, `pulumi:providers:${this.pulumiPackage}`));
    const values = mapValues(withoutEngineKeys(news), (value, name) =>
      typeof value === "string" && schema?.inputs[name]?.shape.kind !== "string" ? parsed(value) : value,
    );
    return { inputs: news, failures: schema === undefined ? [] : faultsOf(values, schema) };
  }

  /** Another account, project or region has other objects. */
  diffConfig(olds: Values, news: Values): Differing {
    const moving = new Set(["region", "project", "context", "cluster", "kubeconfig"]);
    const changes = changesBetween(withoutEngineKeys(olds), withoutEngineKeys(news));
    const replaces = (change: Change) => this.pulumiPackage === "kubernetes" && moving.has(String(change.keys[0]));
    return {
      changes: changes.map((change) => ({ ...change, replaces: replaces(change) })),
      deleteBeforeReplace: false,
    };
  }

  configure(configuration: Values): void {
    const values = mapValues(mapValues(configuration, plain), (value) =>
      typeof value === "string" ? parsed(value) : value,
    );
    this.world = worldOf(values, this.surroundings.registry);
    this.namespace = textOf(values["namespace"]) || "default";
  }

  async check(urn: string, olds: Values, news: Values): Promise<Checked> {
    const { type } = partsOf(urn);
    if (this.sdk === undefined) return { inputs: news, failures: [notInstalled(this.pulumiPackage)] };
    const schema = await loadSchema(this.sdk, type);
    if (schema === undefined && !isCustomKind(type, this.sdk))
      return { inputs: news, failures: [noSuchType(this.sdk, type)] };
    const kind = this.kind(type, schema ?? NO_SCHEMA);
    const failures = schema === undefined ? [] : faultsOf(news, schema);
    if (failures.length > 0) return { inputs: news, failures };
    return { inputs: withName(kind, urn, olds, withDocuments(news, kind.schema), this.namespace), failures: [] };
  }

  async diff(urn: string, olds: Values, news: Values): Promise<Differing> {
    const kind = await this.kindOf(urn);
    const changes = changesBetween(olds, news).map((change) => ({ ...change, replaces: makesNew(kind, change) }));
    const replaces = changes.some((change) => change.replaces);
    return { changes, deleteBeforeReplace: replaces && keepsItsName(kind, olds, news) };
  }

  async create(urn: string, inputs: Values, preview: boolean): Promise<{ id: string; outputs: Values }> {
    const kind = await this.kindOf(urn);
    if (preview) return { id: "", outputs: await this.previewed(kind, inputs) };
    const making = newMaking(kind, urn, inputs);
    const uniqueName = uniqueNameOf(kind, making.inputs);
    refuseTakenName(kind, making, uniqueName);
    const outputs = await this.made(kind, making, inputs);
    const { id, seed } = making;
    const unique = uniqueName === undefined ? {} : { uniqueName };
    kind.cloud.put({ type: kind.type, id, urn, seed, inputs, outputs, ...unique });
    return { id, outputs };
  }

  /** Undefined where the cloud has no such object. */
  async read(urn: string, id: string): Promise<{ inputs: Values; outputs: Values } | undefined> {
    const stored = this.surroundings.cloud.get(partsOf(urn).type, id);
    const { cluster } = this.surroundings;
    if (stored === undefined || cluster === undefined || !isKubernetes(stored.type)) return stored;
    return (await cluster.get(mapValues(stored.inputs, plain))) === undefined ? undefined : stored;
  }

  async update(urn: string, id: string, { olds, oldInputs, news }: Changing, preview: boolean): Promise<Values> {
    const kind = await this.kindOf(urn);
    const changed = [...new Set(changesBetween(oldInputs, news).map(({ keys }) => String(keys[0])))];
    if (preview) {
      if (isKubernetes(kind.type)) return this.previewed(kind, news);
      const unknown = kind.facts.unknownAfter?.({ inputs: mapValues(news, plain), changed }) ?? [];
      return previewChange(news, olds, unknown, kind.schema);
    }
    const stored = kind.cloud.get(kind.type, id);
    if (stored === undefined)
      throw new Error(`the cloud has no ${kind.type} ${id}: run \`pulumi refresh\`, then again.`);
    const outputs = await this.made(kind, changedMaking(kind, stored, news, changed), news);
    kind.cloud.put({ ...stored, inputs: news, outputs });
    return outputs;
  }

  async delete(urn: string, id: string): Promise<void> {
    const kind = await this.kindOf(urn);
    const stored = kind.cloud.get(kind.type, id);
    if (stored === undefined) return;
    refuseDelete(kind, stored, this.surroundings);
    if (isKubernetes(kind.type)) await this.surroundings.cluster?.delete(mapValues(stored.inputs, plain));
    removeObject(stored, this.surroundings);
  }

  /** The answer of a function, or sentences why there is none. */
  async invoke(token: string, given: Values): Promise<{ answer?: Values; failures: readonly string[] }> {
    const { answers } = await import("./invokes/answers.ts");
    const answer = answers[token];
    if (answer === undefined) {
      const sentence = `${token} is a question that the stand-in for ${this.pulumiPackage} has no answer to: add one to tools/offline/src/provider/invokes, or do not ask the cloud.`;
      return { failures: [sentence] };
    }
    const schema = this.sdk && (await loadSchema(this.sdk, token));
    const failures = schema === undefined ? [] : faultsOf(given, schema);
    if (failures.length > 0) return { failures: failures.map((fault) => `${token}: ${fault}`) };
    return { answer: answer(mapValues(given, plain), this.world), failures: [] };
  }

  private async kindOf(urn: string): Promise<Kind> {
    const { type } = partsOf(urn);
    return this.kind(type, (this.sdk && (await loadSchema(this.sdk, type))) ?? NO_SCHEMA);
  }

  private kind(type: string, schema: TypeSchema): Kind {
    return { type, schema, facts: findFacts(type), world: this.world, cloud: this.surroundings.cloud };
  }

  private async made(kind: Kind, making: Making & { readonly id: string }, inputs: Values): Promise<Values> {
    if (isKubernetes(kind.type)) return makeObject(making, inputs, this.surroundings.cluster);
    return withSecrets(outputsOf(making, inputs, kind.facts, kind.schema), inputs);
  }

  private async previewed({ type, facts, schema }: Kind, inputs: Values): Promise<Values> {
    if (!isKubernetes(type)) return previewOutputs(inputs, facts, schema);
    return previewObject(inputs, schema.outputs["status"] !== undefined, this.surroundings.cluster);
  }
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
