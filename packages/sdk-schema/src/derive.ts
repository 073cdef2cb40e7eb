// Derives what inputs and outputs must be from the declarations of an SDK. It reads syntax only: the generated files use a
// handful of forms, and a type checker would take seconds.
import path from "node:path";
import ts from "typescript";
import { commentOf, readDeclarations, type DeclarationFile } from "./declaration-file.ts";
import { EMPTY_OBJECT, type Properties, type Property, type Shape } from "./shape.ts";

const FORCES_NEW =
  /\bforces? (?:the )?(?:creation of |replacement|recreation|(?:a )?new (?:resource|instance|role|cluster|project)\b)|\b(?:creates?|create a|triggers?|requires? creating) (?:a )?new resource|\bre-?creates? the resource|\bforces the resource to be|(?:^|\* |\. )Immutable[.;,]|[Cc]annot be (?:changed|updated)(?: after creation| once set)?\./m;

const KEYWORDS: ReadonlyMap<ts.SyntaxKind, "string" | "number" | "boolean"> = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

export interface Derived {
  readonly members: Properties;
  readonly definitions: Readonly<Record<string, Properties>>;
}

/** The properties of the interface `name` of a file, with every object that they mention. */
export function deriveInterface(file: string, name: string): Derived | undefined {
  const declarations = readDeclarations(file);
  const declaration = declarations.interfaces.get(name);
  return declaration && new Derivation().all(declaration.members, declarations);
}

/** The outputs of the class `name` of a file. */
export function deriveOutputs(file: string, name: string): Derived | undefined {
  const declarations = readDeclarations(file);
  const declaration = declarations.classes.get(name);
  return declaration && new Derivation().all(declaration.members, declarations);
}

interface Scope {
  readonly file: DeclarationFile;
}

/** A definition that is mentioned but not yet read. */
interface Pending extends Scope {
  readonly name: string;
  readonly members: readonly ts.Node[];
}

class Derivation {
  private readonly definitions: Record<string, Properties> = {};
  private readonly pending: Pending[] = [];
  private readonly seen = new Set<string>();

  all(members: readonly ts.Node[], file: DeclarationFile): Derived {
    const derived = this.properties(members, { file });
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) {
      this.definitions[next.name] = this.properties(next.members, next);
    }
    return { members: derived, definitions: this.definitions };
  }

  private properties(members: readonly ts.Node[], scope: Scope): Properties {
    const found: Record<string, Property> = {};
    for (const member of members) {
      if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
      if (member.type === undefined || isStatic(member)) continue;
      const { shape, optional } = this.typed(member.type, scope);
      found[nameOf(member.name)] = {
        shape,
        required: member.questionToken === undefined && !optional,
        forcesNew: FORCES_NEW.test(commentOf(member, scope.file.source)),
      };
    }
    return found;
  }

  /** `optional`: the type has `undefined` in it. */
  private typed(node: ts.TypeNode, scope: Scope): { shape: Shape; optional: boolean } {
    const inner = unwrapped(node);
    if (inner !== node) return this.typed(inner, scope);
    if (!ts.isUnionTypeNode(node)) return { shape: this.shape(node, scope), optional: false };
    const some = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    const options = some.map((type) => this.shape(type, scope)).flatMap((option) => optionsOf(option));
    const [only, ...more] = distinct(options);
    const shape: Shape =
      only === undefined ? { kind: "any" } : more.length === 0 ? only : { kind: "union", options: [only, ...more] };
    return { shape, optional: some.length < node.types.length };
  }

  private shape(node: ts.TypeNode, scope: Scope): Shape {
    const inner = unwrapped(node);
    if (inner !== node || ts.isUnionTypeNode(inner)) return this.typed(inner, scope).shape;
    const keyword = KEYWORDS.get(node.kind);
    if (keyword) return { kind: keyword };
    if (ts.isArrayTypeNode(node)) return { kind: "list", items: this.shape(node.elementType, scope) };
    if (ts.isLiteralTypeNode(node)) return literal(node);
    if (ts.isTypeLiteralNode(node)) return this.typeLiteral(node, scope);
    if (ts.isTypeReferenceNode(node)) return this.reference(entityName(node.typeName), scope);
    return { kind: "any" };
  }

  private typeLiteral(node: ts.TypeLiteralNode, scope: Scope): Shape {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    if (index) return { kind: "map", values: this.shape(index.type, scope) };
    return this.object(`${path.basename(scope.file.path)}:${node.pos}`, node.members, scope);
  }

  private object(name: string, members: readonly ts.Node[], scope: Scope): Shape {
    if (!this.seen.has(name)) this.pending.push({ ...scope, name, members });
    this.seen.add(name);
    return { kind: "object", definition: name };
  }

  /** A name: an object of the SDK, an enumeration, an asset, or a resource, which goes over the wire as its id. */
  private reference(name: string, scope: Scope): Shape {
    if (name === "pulumi.asset.Archive") return { kind: "archive" };
    if (name === "pulumi.asset.Asset") return { kind: "asset" };
    const [first = "", ...rest] = name.split(".");
    const imported = scope.file.namespaceImports.get(first);
    if (imported === undefined) return this.local(name, scope);
    return this.inFile(readDeclarations(imported), rest);
  }

  private inFile(file: DeclarationFile, names: readonly string[]): Shape {
    const name = names.join(".");
    const declaration = file.interfaces.get(name);
    if (declaration) return this.object(name, declaration.members, { file });
    const [first = "", ...rest] = names;
    const deeper = file.namespaceImports.get(first);
    if (deeper !== undefined && rest.length > 0) return this.inFile(readDeclarations(deeper), rest);
    return enumeration(file, name) ?? this.local(name, { file });
  }

  private local(name: string, scope: Scope): Shape {
    const declaration = scope.file.interfaces.get(name);
    if (declaration) return this.object(name, declaration.members, scope);
    const alias = scope.file.aliases.get(name);
    if (alias) return enumeration(scope.file, name) ?? this.shape(alias.type, scope);
    if (name === "Array" || name.includes(".")) return { kind: "any" };
    // The class of a resource, imported from beside this file.
    return { kind: "string" };
  }
}

/** `pulumi.Input<T>`, `pulumi.Output<T>`, `(T)` and `readonly T[]` are T. */
function unwrapped(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return node.type;
  if (!ts.isTypeReferenceNode(node)) return node;
  const name = entityName(node.typeName);
  const [argument] = node.typeArguments ?? [];
  return argument && (name === "pulumi.Input" || name === "pulumi.Output") ? argument : node;
}

function literal(node: ts.LiteralTypeNode): Shape {
  const { literal: value } = node;
  if (ts.isStringLiteral(value)) return { kind: "literal", value: value.text };
  if (ts.isNumericLiteral(value)) return { kind: "literal", value: Number(value.text) };
  if (value.kind === ts.SyntaxKind.TrueKeyword) return { kind: "literal", value: true };
  if (value.kind === ts.SyntaxKind.FalseKeyword) return { kind: "literal", value: false };
  return { kind: "any" };
}

function enumeration(file: DeclarationFile, name: string): Shape | undefined {
  const constant = file.constants.get(name);
  if (constant === undefined) return undefined;
  const options = constant.members.flatMap((member) =>
    ts.isPropertySignature(member) && member.type && ts.isLiteralTypeNode(member.type) ? [literal(member.type)] : [],
  );
  return { kind: "union", options };
}

const optionsOf = (shape: Shape): readonly Shape[] => (shape.kind === "union" ? shape.options : [shape]);

/** A string literal adds nothing to `string`: SDKs list known values this way and accept others. */
function distinct(options: readonly Shape[]): readonly Shape[] {
  if (options.some(({ kind }) => kind === "any")) return [{ kind: "any" }];
  const plain = new Set(options.map(({ kind }) => kind));
  const kept = options.filter(
    (option) => option.kind !== "literal" || !plain.has(typeof option.value as Shape["kind"]),
  );
  return [...new Map(kept.map((option) => [JSON.stringify(option), option])).values()];
}

function isStatic(member: ts.PropertySignature | ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function nameOf(name: ts.PropertyName): string {
  return ts.isComputedPropertyName(name) ? EMPTY_OBJECT : name.text;
}

function entityName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${entityName(name.left)}.${name.right.text}`;
}
