// What the SDK's types do not say of a resource type: its name in the cloud, its id, what makes a new one, what it answers.
import { createHash } from "node:crypto";
import type { StoredObject } from "../cloud.ts";
import type { Value, Values } from "../wire.ts";
import type { Behavior } from "./behavior.ts";

/** Where and for whom a provider works. */
export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly project: string;
  readonly projectNumber: string;
  /** `host:port` of the registry behind the clouds' own. */
  readonly registry: string;
  /** That the provider puts on everything. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** An object that is being made or changed; no value of it is unknown, and none is marked as secret. */
export interface Making {
  readonly type: string;
  readonly urn: string;
  readonly logicalName: string;
  /** Its name in the cloud; the logical one where it has none. */
  readonly name: string;
  /** What made-up digits are made of. */
  readonly seed: string;
  readonly inputs: Values;
  readonly world: World;
  /** The outputs before a change. */
  readonly previous: Values | undefined;
  /** The names of the inputs that differ from before. */
  readonly changed: readonly string[];
  /** Everything that the clouds hold. */
  readonly others: () => readonly StoredObject[];
}

/** Text in which `{name}` and the like are filled in: see {@link fill}. */
export type Template = string;

export interface TypeFacts extends Behavior {
  /** The input that names it in the cloud; null where none does. Default: `name`, where there is such an input. */
  readonly nameInput?: string | null;
  /** Inputs beside which no name comes twice; null where names are free. Default: none, that is the account and region. */
  readonly uniqueWithin?: readonly string[] | null;
  /** A name that nobody gave is made up. Default: true, where the SDK does not require one. */
  readonly autoNames?: boolean;
  /** Of a name that is made up; the provider refuses a longer one and cuts nothing off. Default for AWS: 255, else any. */
  readonly longestName?: number;
  /** Inputs whose change makes a new object, beside the name and those whose documentation says so; "*" is all. */
  readonly replaceOn?: readonly string[] | "*";
  /** Inputs whose change is an update, whatever the documentation or a general rule says. */
  readonly updateOn?: readonly string[];
  /** Default: the name, or made-up digits. */
  readonly id?: Template | ((making: Making) => string);
  readonly outputs?: Readonly<Record<string, Template | ((making: Making & { readonly id: string }) => Value)>>;
  /** Outputs that a change of these inputs makes unknown until it is done. */
  readonly unknownAfter?: (making: Pick<Making, "inputs" | "changed">) => readonly string[];
  /**
   * An input that keeps it from being deleted, while it is true or left out and `byDefault`. Default: `deletionProtection`,
   * while it is true.
   */
  readonly protection?: { readonly input: string; readonly byDefault: boolean };
  /** Types whose inputs mention this one's id or ARN for as long as they need it. */
  readonly neededBy?: readonly string[];
}

export type FactsTable = Readonly<Record<string, TypeFacts>>;

/** Digits that are always the same for the same resource. */
export function digits(seed: string, alphabet: string, length: number): string {
  let text = "";
  for (let round = 0; text.length < length; round += 1) {
    const bytes = createHash("sha256").update(`${seed}\n${round}`).digest();
    for (const byte of bytes) text += alphabet[byte % alphabet.length] ?? "";
  }
  return text.slice(0, length);
}

const ALPHABETS: Readonly<Record<string, string>> = {
  hex: "0123456789abcdef",
  dec: "0123456789",
  b36: "0123456789abcdefghijklmnopqrstuvwxyz",
  AZ: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
};

/**
 * `{name}`, `{id}`, `{region}`, `{account}`, `{project}`, `{projectNumber}`, `{registry}`, made-up digits (`{hex:17}`,
 * `{dec:10}`, `{b36:10}`, `{AZ:16}`) and any input (`{location}`). What follows a bar stands for an input that is not given
 * (`{path|/}`). Digits differ from resource to resource, and are the same every time.
 */
export function fill(template: Template, making: Making & { readonly id?: string }): string {
  return template.replace(
    /\{([\w.]+)(?::(\d+))?(?:\|([^}]*))?\}/g,
    (_, key: string, length: string | undefined, otherwise) => {
      const alphabet = length === undefined ? undefined : ALPHABETS[key];
      if (alphabet !== undefined) return digits(making.seed, alphabet, Number(length));
      const value = known(key, making) ?? making.inputs[key] ?? (otherwise as string | undefined) ?? "";
      return typeof value === "string" ? value : JSON.stringify(value);
    },
  );
}

function known(key: string, { name, world, inputs, id }: Making & { readonly id?: string }): string | undefined {
  switch (key) {
    case "name":
      return name;
    case "id":
      return id;
    case "account":
      return world.accountId;
    case "region":
      return typeof inputs["region"] === "string" ? inputs["region"] : world.region;
    case "project":
      return typeof inputs["project"] === "string" ? inputs["project"] : world.project;
    case "location":
      return typeof inputs["location"] === "string" ? inputs["location"] : world.region;
    case "projectNumber":
      return world.projectNumber;
    case "registry":
      return world.registry;
    default:
      return undefined;
  }
}

/** The moment at which everything happens in the stand-ins' clouds: runs can be compared. */
export const MOMENT = "2026-01-01T00:00:00Z";
