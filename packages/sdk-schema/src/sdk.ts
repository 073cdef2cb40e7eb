// Where an installed SDK declares a type: `aws:lambda/function:Function` is in @pulumi/aws/lambda/function.d.ts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export interface Sdk {
  readonly packageName: string;
  readonly version: string;
  readonly folder: string;
}

const require = createRequire(import.meta.url);

const known = new Map<string, Sdk | undefined>();

/** The SDK of a Pulumi package (`aws`), as it is installed here; undefined if it is not installed. */
export function findSdk(pulumiPackage: string): Sdk | undefined {
  if (!known.has(pulumiPackage)) known.set(pulumiPackage, lookForSdk(pulumiPackage));
  return known.get(pulumiPackage);
}

function lookForSdk(pulumiPackage: string): Sdk | undefined {
  const packageName = `@pulumi/${pulumiPackage}`;
  let manifest: string;
  try {
    manifest = require.resolve(`${packageName}/package.json`);
  } catch {
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { packageName, version, folder: path.dirname(manifest) };
}

export interface TokenPlace {
  /** The `.d.ts` file; undefined if the SDK has none for it. */
  readonly file: string | undefined;
  /** `Function`, or `getCallerIdentity` for a function. */
  readonly name: string;
  /** The folder that such a file would be in. */
  readonly folder: string;
}

/** `<package>:<module>/<file>:<Name>`, or in Kubernetes `kubernetes:<group>/<version>:<Kind>`. */
export function placeOf(sdk: Sdk, token: string): TokenPlace {
  const [pulumiPackage, module = "", name = ""] = token.split(":");
  if (pulumiPackage === "pulumi") {
    return { file: existing(path.join(sdk.folder, "provider.d.ts")), name: "Provider", folder: sdk.folder };
  }
  const folder = path.join(sdk.folder, folderOf(sdk, module));
  return { file: fileFor(folder, name), name, folder };
}

function folderOf(sdk: Sdk, module: string): string {
  const [first = "", second = ""] = module.split("/");
  if (existsSync(path.join(sdk.folder, group(first), second))) return path.join(group(first), second);
  return first === "index" ? "" : group(first);
}

/** `rbac.authorization.k8s.io` is in the folder `rbac`. */
const group = (name: string): string => name.split(".")[0] ?? "";

/** SDKs spell `IPSet` as `ipset.d.ts` here and `ipSet.d.ts` there. */
function fileFor(folder: string, name: string): string | undefined {
  const usual = path.join(folder, `${name.slice(0, 1).toLowerCase()}${name.slice(1)}.d.ts`);
  if (existsSync(usual)) return usual;
  const wanted = `${name}.d.ts`.toLowerCase();
  const found = declarationFiles(folder).find((file) => file.toLowerCase() === wanted);
  return found && path.join(folder, found);
}

function declarationFiles(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".d.ts")) : [];
}

/** The names of the resources in the folder of a missing one, for a suggestion. */
export function namesBeside(place: TokenPlace): readonly string[] {
  return declarationFiles(place.folder).flatMap((file) => {
    const text = readFileSync(path.join(place.folder, file), "utf8");
    return /^export declare class (\w+) extends pulumi\.CustomResource/m.exec(text)?.[1] ?? [];
  });
}

/** Every resource type that the SDK has a class for, with the `.d.ts` file that declares it. */
export function resourceTypes(sdk: Sdk): readonly { readonly type: string; readonly file: string }[] {
  return readdirSync(sdk.folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    if (!name.endsWith(".js") || name.includes("node_modules")) return [];
    const source = readFileSync(path.join(sdk.folder, name), "utf8");
    const type = /__pulumiType = '(\w+:[^']+:\w+)'/.exec(source)?.[1];
    const isResource = source.includes("extends pulumi.CustomResource {");
    return type === undefined || !isResource
      ? []
      : [{ type, file: path.join(sdk.folder, name.replace(/\.js$/, ".d.ts")) }];
  });
}

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);
