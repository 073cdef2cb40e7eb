// Tags (labels, on Google Cloud) of what a stack owns: the stack's own, and what is wrong with those that a user adds.
import { configCommand } from "./config-command.ts";
import type { DeployContext } from "./deployment.ts";

type Tags = Readonly<Record<string, string>>;

/**
 * Tags by which an account's owner finds what a stack owns: lower-case letters, digits and hyphens only, which every
 * platform takes. The model's version is not among them, because a new model would then touch every resource.
 */
export function ownershipTags({ stack }: Pick<DeployContext<unknown>, "stack">): Tags {
  return { "managed-by": "modelport", "modelport-stack": stack };
}

/** How a platform takes names or values of tags. */
interface TextForm {
  readonly pattern: RegExp;
  /** What it takes, as "takes ..." goes on: `up to 63 lower-case letters, digits, _ and -`. */
  readonly inWords: string;
}

/** How a platform takes tags. */
export interface TagForm {
  /** The setting that has them, without its namespace. */
  readonly key: string;
  readonly platform: string;
  readonly name: TextForm;
  /** `nearest` is the value to suggest in the place of one that is refused. */
  readonly value: TextForm & { readonly nearest: (value: string) => string };
  /** Names that the platform keeps for itself. */
  readonly reserved?: { readonly pattern: RegExp; readonly inWords: string };
  /** The most tags of one resource, the stack's own among them. */
  readonly most?: number;
}

/** What is wrong with the tags that a user adds, one sentence for each fault. */
export function tagFaults(tags: Tags, form: TagForm): readonly string[] {
  const { key, platform, most = Infinity } = form;
  const own = ownershipTags({ stack: "" });
  const faults = Object.entries(tags).flatMap(([name, value]) => tagFault(name, value, own, form) ?? []);
  const free = most - Object.keys(own).length;
  const count = Object.keys(tags).length;
  if (count <= free) return faults;
  return [
    ...faults,
    `modelport:${key} has ${count} entries, but ${platform} takes ${free} in addition to the stack's own: remove ${count - free}.`,
  ];
}

function tagFault(name: string, value: string, own: Tags, form: TagForm): string | undefined {
  const { key, platform, reserved } = form;
  const has = `modelport:${key} has ${name}`;
  const remove = `remove it with ${configCommand({ key, at: name })}`;
  if (Object.hasOwn(own, name)) return `${has}, by which the stack's resources are found: ${remove}.`;
  if (reserved?.pattern.test(name)) return `${has}, but ${platform} reserves names ${reserved.inWords}: ${remove}.`;
  if (!form.name.pattern.test(name)) return `${has}, but ${platform} takes ${form.name.inWords} as a name: ${remove}.`;
  if (form.value.pattern.test(value)) return undefined;
  return (
    `${has}, whose value is ${JSON.stringify(value)}, but ${platform} takes ${form.value.inWords}: ` +
    `set it with ${configCommand({ key, at: name, value: form.value.nearest(value) })}, or ${remove}.`
  );
}
