// What the SDK's types do not say about a resource type: its name in the cloud, its id, what replaces it, its outputs.
import type { Value } from "@modelport/sdk-schema/wire";
import type { Behavior } from "./behavior.ts";
import type { Making, Template } from "./making.ts";

export interface TypeFacts extends Behavior {
  /** The input that names it in the cloud; null if there is none. Default: `name`, if there is such an input. */
  readonly nameInput?: string | null;
  /** The inputs within which a name is unique; null if names need not be unique. Default: the account and region. */
  readonly uniqueWithin?: readonly string[] | null;
  /** Whether a name is generated if none is given. Default: true, if the SDK does not require one. */
  readonly autoNames?: boolean;
  /** The longest generated name; the provider refuses longer ones. Default: 255 for AWS, no limit otherwise. */
  readonly longestName?: number;
  /** Inputs, or paths within them, whose change replaces the object, besides the name and those whose documentation says so; "*" is all. */
  readonly replaceOn?: readonly string[] | "*";
  /** Paths whose change replaces the object once they have a value: the first one is an update. */
  readonly replaceOnceSet?: readonly string[];
  /** Inputs whose change is an update, even if the documentation or a general rule says otherwise. */
  readonly updateOn?: readonly string[];
  /** Default: the name, or generated digits. */
  readonly id?: Template | ((making: Making) => string);
  readonly outputs?: Readonly<Record<string, Template | ((making: Making & { readonly id: string }) => Value)>>;
  /** Outputs that a change of these inputs makes unknown until it is done. */
  readonly unknownAfter?: (making: Pick<Making, "inputs" | "changed">) => readonly string[];
  /**
   * The input that protects it from deletion while it is true, or left out and `byDefault`. Default: `deletionProtection`,
   * while it is true.
   */
  readonly protection?: { readonly input: string; readonly byDefault: boolean };
  /** Types whose inputs contain its id or ARN while they need it. */
  readonly neededBy?: readonly string[];
}

export type FactsTable = Readonly<Record<string, TypeFacts>>;
