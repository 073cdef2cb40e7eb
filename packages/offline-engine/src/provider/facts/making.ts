// An object that is being created or changed, the cloud around it, and the values that are generated for it.
import { createHash } from "node:crypto";
import type { StoredObject } from "../cloud.ts";
import type { Values } from "@modelport/sdk-schema/wire";

/** The account, project and region of a provider. */
export interface World {
  readonly accountId: string;
  readonly region: string;
  readonly project: string;
  readonly projectNumber: string;
  /** `host:port` of the registry that stands in for those of the clouds. */
  readonly registry: string;
  /** Tags that the provider puts on everything. */
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** A Kubernetes cluster of a cloud; the values are empty for one that existed before. */
export interface Cluster {
  readonly vendor: "aws" | "google";
  /** The host of its API. */
  readonly host: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** An object that is being created or changed; no value is unknown or marked as secret. */
export interface Making {
  readonly type: string;
  readonly urn: string;
  readonly logicalName: string;
  /** Its name in the cloud; the logical name if it has none. */
  readonly name: string;
  /** The seed of generated digits. */
  readonly seed: string;
  readonly inputs: Values;
  readonly world: World;
  /** The outputs before a change. */
  readonly previous: Values | undefined;
  /** The names of the inputs that differ from before. */
  readonly changed: readonly string[];
  /** Everything that the clouds hold. */
  readonly others: () => readonly StoredObject[];
  /** Where an object of Kubernetes is; undefined for all else, and for a cluster of the user's own. */
  readonly cluster?: Cluster | undefined;
}

/** Text with placeholders such as `{name}`: see {@link fill}. */
export type Template = string;

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
 * `{name}`, `{id}`, `{region}`, `{account}`, `{project}`, `{projectNumber}`, `{registry}`, generated digits (`{hex:17}`,
 * `{dec:10}`, `{b36:10}`, `{AZ:16}`) and any input (`{location}`). The text after a bar is the default of an input
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

/** The time of everything that happens in the stand-in clouds, so that runs can be compared. */
export const MOMENT = "2026-01-01T00:00:00Z";
