// What the SDK's types do not say of a resource type: its name in the cloud, its id, what makes a new one, what it answers.
import type { Value } from "@modelport/sdk-schema/wire";
import type { Behavior } from "./behavior.ts";
import type { Making, Template } from "./making.ts";

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
