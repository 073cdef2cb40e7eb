// What a provider bills of each resource that a stack declares: for the check that no resource costs money without a line.

/** A declared resource, as far as bills depend on it. */
export interface BilledResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A line of the estimate on which a resource is billed. */
export interface BilledLine {
  readonly line: string;
  /** What is due a month without traffic, in the line's unit. Default: traffic decides, or something outside of the stack. */
  readonly quantity?: number;
}

/** The lines of a resource of one type among all those of its stack; or why it has none, and where that is written. */
export type Billed =
  | { readonly noLine: string; readonly source: string }
  | ((resource: BilledResource, stack: readonly BilledResource[]) => readonly BilledLine[]);

/** By resource type. */
export type Billing = Readonly<Record<string, Billed>>;

/** The same reason for several types. */
export function withoutLine(noLine: string, source: string, types: readonly string[]): Billing {
  return Object.fromEntries(types.map((type) => [type, { noLine, source }]));
}

/** Lines whose quantities traffic decides. */
export const byTraffic = (...lines: readonly string[]): readonly BilledLine[] => lines.map((line) => ({ line }));

/** The input at `path` (`template.scaling.minInstanceCount`, `containers.0`), or undefined. */
export function inputOf({ inputs }: BilledResource, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], inputs);
}

/** The same as a number; NaN if it is not a number. */
export const numberOf = (resource: BilledResource, path: string): number => Number(inputOf(resource, path));

/** The only resource of that type. */
export function theOne(stack: readonly BilledResource[], type: string): BilledResource {
  const [found, ...others] = stack.filter((resource) => resource.type === type);
  if (found === undefined || others.length > 0) throw new Error(`The stack must have exactly one ${type}.`);
  return found;
}

/** Resources that only the engine has: programs of the machine that deploys, and its connections. */
export const engineBilling: Billing = withoutLine(
  "The engine has it, and no provider.",
  "https://www.pulumi.com/docs/iac/concepts/providers/dynamic-providers/",
  [
    "pulumi-nodejs:dynamic/modelport:FunctionVersions",
    "pulumi-nodejs:dynamic/modelport:Image",
    "pulumi-nodejs:dynamic/modelport:LoadedImage",
    "pulumi-nodejs:dynamic/modelport:Preflight",
    "pulumi:providers:kubernetes",
  ],
);
