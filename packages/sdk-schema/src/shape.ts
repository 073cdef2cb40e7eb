// What an SDK declares about a value, and how messages describe it.

export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "any" | "asset" | "archive" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly items: Shape }
  | { readonly kind: "map"; readonly values: Shape }
  /** `definition` is a key of {@link TypeSchema.definitions}. */
  | { readonly kind: "object"; readonly definition: string }
  | { readonly kind: "union"; readonly options: readonly Shape[] };

export interface Property {
  readonly shape: Shape;
  readonly required: boolean;
  /** Its documentation says that a change makes a new resource. */
  readonly forcesNew: boolean;
}

export type Properties = Readonly<Record<string, Property>>;

/** One resource type, function or provider, as the installed SDK's `.d.ts` files declare it. */
export interface TypeSchema {
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The objects that inputs and outputs mention, by name. */
  readonly definitions: Readonly<Record<string, Properties>>;
}

export const EMPTY_OBJECT = "{}";

const MOST_LITERALS_NAMED = 12;

/** "a number", "a list of strings", `"Zip" or "Image"`: what follows "must be". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "string":
    case "number":
    case "boolean":
      return `a ${shape.kind}`;
    case "any":
      return "any value";
    case "asset":
      return "an asset (pulumi.asset.FileAsset)";
    case "archive":
      return "an archive (pulumi.asset.FileArchive)";
    case "literal":
      return JSON.stringify(shape.value);
    case "list":
      return `a list of ${plural(shape.items)}`;
    case "map":
      return `a map of ${plural(shape.values)}`;
    case "object":
      return "an object";
    case "union":
      return describeUnion(shape.options);
  }
}

function plural(shape: Shape): string {
  switch (shape.kind) {
    case "string":
    case "number":
    case "boolean":
    case "object":
    case "asset":
    case "archive":
      return `${shape.kind}s`;
    case "list":
      return `lists of ${plural(shape.items)}`;
    case "map":
      return `maps of ${plural(shape.values)}`;
    case "any":
      return "any values";
    case "literal":
      return describeShape(shape);
    case "union":
      return shape.options.every(({ kind }) => kind === "literal")
        ? describeShape(shape)
        : shape.options.map(plural).join(" or ");
  }
}

function describeUnion(options: readonly Shape[]): string {
  const names = options.map(describeShape);
  const left = names.length - MOST_LITERALS_NAMED;
  if (left <= 1) return names.join(" or ");
  return `${names.slice(0, MOST_LITERALS_NAMED).join(" or ")} or one of ${left} others`;
}
