import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
  readonly repository?: string | { readonly url?: string };
}

const SEPARATOR = `\n${"=".repeat(80)}\n\n`;
const LICENCE_FILE = /^(licen[cs]e|copying|notice|thirdpartynotices)/i;

/** The licence of every package that the given source files come from, in one text sorted by package. */
export async function thirdPartyLicences(sources: readonly string[]): Promise<string> {
  const folders = new Set(sources.map(packageFolder).filter((folder) => folder !== undefined));
  const sections = await Promise.all([...folders].map(licenceSection));
  return [...new Set(sections)].toSorted().join(SEPARATOR);
}

/** One text for two programs that are shipped together; what both contain is in it once. */
export function mergeLicences(...texts: readonly string[]): string {
  return [...new Set(texts.flatMap((text) => text.split(SEPARATOR)))].toSorted().join(SEPARATOR);
}

/** `…/node_modules/@scope/name` or `…/node_modules/name` of a file in a package, else undefined. */
function packageFolder(source: string): string | undefined {
  const marker = "/node_modules/";
  const normal = source.split(path.sep).join("/");
  const start = normal.lastIndexOf(marker);
  if (start === -1) return undefined;
  const parts = normal.slice(start + marker.length).split("/");
  const name = parts[0]?.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
  return normal.slice(0, start + marker.length) + name;
}

async function licenceSection(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as PackageJson;
  const files = (await readdir(folder)).filter((name) => LICENCE_FILE.test(name)).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  const body = texts.length > 0 ? texts.join("\n") : withoutLicenceFile(manifest);
  return `${manifest.name} ${manifest.version}, ${manifest.license ?? "licence not declared"}\n\n${body.replaceAll("\r\n", "\n").trim()}\n`;
}

function withoutLicenceFile({ author, repository }: PackageJson): string {
  const by = typeof author === "string" ? author : author?.name;
  const url = typeof repository === "string" ? repository : repository?.url;
  return `The package holds no licence file. Author: ${by ?? "not declared"}. Source: ${url ?? "not declared"}.`;
}
