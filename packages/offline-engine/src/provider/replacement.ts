// Which changes need a new object, and whether the old one must be deleted first.
import { documentedToReplace, type Change } from "./diff.ts";
import { nameInputOf } from "./facts/find-facts.ts";
import { kubernetesReplacedBy } from "./facts/kubernetes.ts";
import { isKubernetes, isMadeUp, uniqueNameOf, type Kind } from "./objects.ts";
import { mapValues, plain, type Values } from "@modelport/sdk-schema/wire";

/** Inputs that place an object. */
const PLACE = new Set(["region", "location", "zone", "project", "namePrefix"]);

/** The name, the place, and what the facts or the documentation say. */
export function makesNew({ type, facts, schema }: Kind, change: Change): boolean {
  const input = String(change.keys[0]);
  if (isKubernetes(type)) {
    return kubernetesReplacedBy(type).some((path) => isWithin(change.path, path));
  }
  if (facts.updateOn?.includes(input)) return false;
  if (change.kind !== "add" && facts.replaceOnceSet?.includes(change.path)) return true;
  if (facts.replaceOn === "*" || facts.replaceOn?.some((path) => isWithin(change.path, path))) return true;
  if (input === nameInputOf(facts, schema) || PLACE.has(input)) return true;
  return documentedToReplace(change, schema);
}

const isWithin = (changed: string, path: string): boolean =>
  changed === path || changed.startsWith(`${path}.`) || changed.startsWith(`${path}[`);

/**
 * Two objects cannot share a name, so the old one is deleted first. The bridge does so for every given name that it
 * would otherwise generate, even if the parent differs. Source: nameRequiresDeleteBeforeReplace of
 * https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/schema.go
 */
export function keepsItsName(kind: Kind, olds: Values, news: Values): boolean {
  const input = isKubernetes(kind.type) ? "metadata" : nameInputOf(kind.facts, kind.schema);
  if (input === undefined || isMadeUp(news, input)) return false;
  if (!isKubernetes(kind.type) && news[input] !== undefined && isAutonamed(kind, input)) return true;
  const unique = uniqueNameOf(kind, mapValues(news, plain));
  return unique !== undefined && unique === uniqueNameOf(kind, mapValues(olds, plain));
}

const isAutonamed = ({ facts, schema }: Kind, input: string): boolean =>
  facts.autoNames !== false && schema.inputs[input]?.required !== true;
