// From inputs to an object in the cloud: its name and its id.
import { nameInputOf } from "./facts/find-facts.ts";
import { type Cluster, digits, fill, type Making, type World } from "./facts/making.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import { kubernetesId, namedMetadata } from "./facts/kubernetes.ts";
import { findObject, partsOf, type Cloud, type StoredObject } from "./cloud.ts";
import type { TypeSchema } from "@modelport/sdk-schema";
import {
  isObject,
  mapValues,
  membersOf,
  plain,
  textOf,
  UNKNOWN,
  type Value,
  type Values,
} from "@modelport/sdk-schema/wire";

const HEX = "0123456789abcdef";
/** As the bridge of the real providers: https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming */
const AUTONAME_DIGITS = 7;
/** SetAutonaming in https://github.com/pulumi/pulumi-aws/blob/master/provider/resources.go */
const LONGEST_AWS_NAME = 255;
const KUBERNETES_AUTONAME_DIGITS = 8;
/** How many objects of one resource can exist at once; a replacement makes two. */
const MOST_ATTEMPTS = 100;

export interface Kind {
  readonly type: string;
  readonly facts: TypeFacts;
  readonly schema: TypeSchema;
  readonly world: World;
  readonly cloud: Cloud;
  readonly cluster?: Cluster | undefined;
}

export const isKubernetes = (type: string): boolean => type.startsWith("kubernetes:");

/** The inputs with a generated name if none is given: the earlier one, if that was generated too. */
export function withName(kind: Kind, urn: string, olds: Values, news: Values, namespace: string): Values {
  if (isKubernetes(kind.type)) return withKubernetesName(kind, urn, olds, news, namespace);
  const input = nameInputOf(kind.facts, kind.schema);
  if (input === undefined || news[input] !== undefined || kind.facts.autoNames === false) return news;
  if (kind.schema.inputs[input]?.required === true) return news;
  const madeUp = { __defaults: [input] };
  if (isMadeUp(olds, input) && olds[input] !== undefined) return { ...news, [input]: olds[input], ...madeUp };
  const prefix = news[`${input}Prefix`];
  const stem = typeof prefix === "string" && prefix !== UNKNOWN ? prefix : `${partsOf(urn).name}-`;
  refuseLongName(kind, stem);
  return { ...news, [input]: freeName(kind, urn, input, news, stem), ...madeUp };
}

/** In the words of the bridge: NewUniqueName in https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/resource_id.go */
function refuseLongName({ type, facts }: Kind, stem: string): void {
  const most = facts.longestName ?? (type.startsWith("aws:") ? LONGEST_AWS_NAME : Infinity);
  if (stem.length + AUTONAME_DIGITS <= most) return;
  throw new Error(
    `could not make instance of '${type}': name '${stem}' plus ${AUTONAME_DIGITS} random chars is longer than maximum length ${most}`,
  );
}

export function isMadeUp(inputs: Values, name: string): boolean {
  const defaults = inputs["__defaults"];
  return Array.isArray(defaults) && defaults.includes(name);
}

/** Always the same for the same resource, unless the cloud has an object of that name. */
function freeName(kind: Kind, urn: string, input: string, inputs: Values, stem: string): string {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const name = stem + digits(`${urn}\n${attempt}`, HEX, AUTONAME_DIGITS);
    const unique = uniqueNameOf(kind, { ...inputs, [input]: name });
    if (unique === undefined || !kind.cloud.all().some((other) => other.uniqueName === unique)) return name;
  }
  throw new Error(`There are ${MOST_ATTEMPTS} objects of ${urn}.`);
}

function withKubernetesName(kind: Kind, urn: string, olds: Values, news: Values, namespace: string): Values {
  const given = membersOf(news["metadata"]);
  if (given["name"] !== undefined || given["generateName"] !== undefined) {
    return { ...news, metadata: namedMetadata(kind.type, given, "", namespace) };
  }
  const old = membersOf(olds["metadata"]);
  const wasMadeUp = textOf(membersOf(old["annotations"])["pulumi.com/autonamed"]) === "true";
  const taken = new Set(kind.cloud.all().map(({ uniqueName }) => uniqueName));
  const stem = partsOf(urn).name.toLowerCase();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const madeUp = `${stem}-${digits(`${urn}\n${attempt}`, HEX, KUBERNETES_AUTONAME_DIGITS)}`;
    const name = wasMadeUp ? textOf(old["name"]) : madeUp;
    const named = { ...news, metadata: namedMetadata(kind.type, news["metadata"], name, namespace) };
    if (wasMadeUp || !taken.has(uniqueNameOf(kind, named))) return named;
  }
  throw new Error(`There are ${MOST_ATTEMPTS} objects of ${urn}.`);
}

/** A bridged provider accepts a policy as an object and converts it to JSON. */
export function withDocuments(inputs: Values, schema: TypeSchema): Values {
  return mapValues(inputs, (value, name) => {
    const shape = schema.inputs[name]?.shape;
    const takesBoth =
      shape?.kind === "union" &&
      ["string", "object"].every((kind) => shape.options.some((option) => option.kind === kind));
    return takesBoth && isObject(plain(value)) ? jsonOf(value) : value;
  });
}

function jsonOf(value: Value): Value {
  const inner = plain(value);
  const text = JSON.stringify(inner);
  return text.includes(UNKNOWN) ? UNKNOWN : text;
}

/** What no two objects may share: type, place and name; undefined if names need not be unique. */
export function uniqueNameOf({ type, facts, schema, world, cluster }: Kind, inputs: Values): string | undefined {
  if (isKubernetes(type)) return `${type} ${cluster?.host ?? ""} ${kubernetesId(inputs)}`;
  const input = nameInputOf(facts, schema);
  if (input === undefined || facts.uniqueWithin === null) return undefined;
  const isGlobal = /^aws:(iam|s3|route53|cloudfront)\/|^gcp:storage\/bucket:/.test(type);
  const place = isGlobal
    ? ""
    : `${textOf(inputs["region"]) || world.region} ${textOf(inputs["project"]) || world.project}`;
  const within = (facts.uniqueWithin ?? []).map((other) => textOf(inputs[other])).join(" ");
  return `${type} ${place} ${within} ${textOf(inputs[input])}`;
}

/** An object to create, with an id that the cloud does not have. */
export function newMaking(kind: Kind, urn: string, inputs: Values): Making & { readonly id: string } {
  const { name: logicalName } = partsOf(urn);
  const input = nameInputOf(kind.facts, kind.schema);
  const values = mapValues(inputs, plain);
  const name = (input && textOf(values[input])) || logicalName;
  for (let attempt = 0; ; attempt += 1) {
    const seed = `${urn}\n${name}\n${attempt}`;
    const making: Making = {
      type: kind.type,
      urn,
      logicalName,
      name,
      seed,
      inputs: values,
      world: kind.world,
      previous: undefined,
      changed: Object.keys(values),
      others: () => kind.cloud.all(),
      cluster: kind.cluster,
    };
    const id = idOf(kind.facts, input, making);
    // Without digits in it, every attempt gives the same id.
    if (attempt >= MOST_ATTEMPTS || findObject(kind.cloud, kind.type, id) === undefined) return { ...making, id };
  }
}

function idOf(facts: TypeFacts, input: string | undefined, making: Making): string {
  if (isKubernetes(making.type)) return kubernetesId(making.inputs);
  if (typeof facts.id === "function") return facts.id(making);
  if (facts.id !== undefined) return fill(facts.id, making);
  if (input !== undefined && making.type.startsWith("gcp:")) return googleId(making);
  return input === undefined ? fill(`${making.logicalName}-{hex:17}`, making) : making.name;
}

function googleId(making: Making): string {
  const noun = making.type.split("/")[1]?.split(":")[0] ?? "object";
  const place = making.inputs["location"] ?? making.inputs["region"] ?? making.inputs["zone"];
  const locations = place === undefined ? "" : `/locations/${textOf(place)}`;
  return fill(`projects/{project}${locations}/${noun}s/{name}`, making);
}

/** An existing object, to change it. */
export function changedMaking(
  kind: Kind,
  stored: StoredObject,
  inputs: Values,
  changed: readonly string[],
): Making & { readonly id: string } {
  const fresh = newMaking(kind, stored.urn, inputs);
  return { ...fresh, id: stored.id, seed: stored.seed, previous: mapValues(stored.outputs, plain), changed };
}
