// One `.d.ts` file, parsed once per process: its interfaces by their full name, its classes, its imports.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export interface DeclarationFile {
  readonly path: string;
  readonly source: ts.SourceFile;
  /** `lambda.FunctionEnvironment`: an interface with the namespaces around it. */
  readonly interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>;
  readonly aliases: ReadonlyMap<string, ts.TypeAliasDeclaration>;
  readonly classes: ReadonlyMap<string, ts.ClassDeclaration>;
  /** `const Runtime: { readonly X: "x" }`, which is how SDKs write enumerations. */
  readonly constants: ReadonlyMap<string, ts.TypeLiteralNode>;
  /** The name of `import * as inputs` to the file that it means. */
  readonly namespaceImports: ReadonlyMap<string, string>;
}

const files = new Map<string, DeclarationFile>();

/** Throws as `readFileSync` does if there is no such file. */
export function readDeclarations(file: string): DeclarationFile {
  const known = files.get(file);
  if (known !== undefined) return known;
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    // Comments are read as text where they are needed; parsing them all would take most of the time.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), options);
  const read = collect(file, source);
  files.set(file, read);
  return read;
}

function collect(file: string, source: ts.SourceFile): DeclarationFile {
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  const aliases = new Map<string, ts.TypeAliasDeclaration>();
  const classes = new Map<string, ts.ClassDeclaration>();
  const constants = new Map<string, ts.TypeLiteralNode>();
  const namespaceImports = new Map<string, string>();
  const visit = (statements: readonly ts.Statement[], prefix: string): void => {
    for (const statement of statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        interfaces.set(prefix + statement.name.text, statement);
      } else if (ts.isTypeAliasDeclaration(statement)) {
        aliases.set(prefix + statement.name.text, statement);
      } else if (ts.isClassDeclaration(statement) && statement.name) {
        classes.set(statement.name.text, statement);
      } else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
        visit(statement.body.statements, `${prefix}${statement.name.text}.`);
      } else if (ts.isVariableStatement(statement)) {
        for (const { name, type } of statement.declarationList.declarations) {
          if (ts.isIdentifier(name) && type && ts.isTypeLiteralNode(type)) constants.set(prefix + name.text, type);
        }
      } else if (ts.isImportDeclaration(statement)) {
        const bindings = statement.importClause?.namedBindings;
        const target = relativeModule(file, statement.moduleSpecifier);
        if (target !== undefined && bindings && ts.isNamespaceImport(bindings)) {
          namespaceImports.set(bindings.name.text, target);
        }
      }
    }
  };
  visit(source.statements, "");
  return { path: file, source, interfaces, aliases, classes, constants, namespaceImports };
}

/** Undefined for a package. */
function relativeModule(file: string, specifier: ts.Expression): string | undefined {
  if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return undefined;
  const target = path.resolve(path.dirname(file), specifier.text);
  return existsSync(`${target}.d.ts`) ? `${target}.d.ts` : path.join(target, "index.d.ts");
}

/** The comment before a node, as it stands there. */
export function commentOf(node: ts.Node, source: ts.SourceFile): string {
  return source.text.slice(node.getFullStart(), node.getStart(source));
}
