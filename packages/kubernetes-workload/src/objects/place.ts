// What all objects of a workload have in common: names and labels.
import { ownershipTags } from "@modelport/target-kit";

type Labels = Readonly<Record<string, string>>;

export interface Place {
  readonly stack: string;
  /** Of every object; the namespace has it too, if it is the stack's own. */
  readonly name: string;
  readonly namespace: string;
  /** Those that the user adds. */
  readonly labels: Labels;
}

/** Which pods belong to the workload. A Deployment's selector cannot be changed, so this depends on no setting. */
export function selectorOf({ name, stack }: Place): Labels {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": stack };
}

export function labelsOf(place: Place): Labels {
  return { ...place.labels, ...ownershipTags(place), ...selectorOf(place) };
}

/** The metadata of an object in the workload's namespace. */
export function metadataOf(place: Place, name: string = place.name) {
  return { name, namespace: place.namespace, labels: labelsOf(place) };
}
