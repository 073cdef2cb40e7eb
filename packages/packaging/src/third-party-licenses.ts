import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PackagingError } from "./errors.ts";
import type { FileEntry } from "./file-set.ts";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const SEPARATOR = `\n${"=".repeat(80)}\n\n`;
const LICENSE_FILE = /^(licen[cs]e|copying)/i;
const NOTICE_FILE = /^(notice|thirdpartynotices)/i;

/** Texts of projects whose packages contain none, in a folder for each project and version (notices/README.md). */
const NOTICES = path.join(import.meta.dirname, "../notices");
const PROJECT_OF: Readonly<Record<string, string>> = {
  "onnxruntime-common": "onnxruntime",
  "onnxruntime-node": "onnxruntime",
};

/** The licenses of all packages that the given source files come from, in one text sorted by package. */
export async function thirdPartyLicenses(sources: readonly string[]): Promise<string> {
  const folders = new Set(sources.map(packageFolder).filter((folder) => folder !== undefined));
  const sections = await Promise.all([...folders].map(licenseSection));
  return [...new Set(sections)].toSorted().join(SEPARATOR);
}

/** One text for two programs that are shipped together, without duplicates. */
export function mergeLicenses(...texts: readonly string[]): string {
  return [...new Set(texts.flatMap((text) => text.split(SEPARATOR)))].toSorted().join(SEPARATOR);
}

/** The notices for onnxruntime-node's native library: its license, and those of the linked code. */
export async function nativeNotices(runtimeFolder: string): Promise<FileEntry[]> {
  const manifest = await manifestOf(runtimeFolder);
  const folder = noticesOf(manifest);
  const file = async (from: string, to: string): Promise<FileEntry> => ({
    path: `native/${to}`,
    mode: 0o644,
    bytes: await readFile(path.join(folder, from)).catch(() => {
      throw noLicense(manifest);
    }),
  });
  return Promise.all([file("LICENSE", "LICENSE.txt"), file("ThirdPartyNotices.txt", "ThirdPartyNotices.txt")]);
}

/** `…/node_modules/@scope/name` or `…/node_modules/name` of a file in a package, otherwise undefined. */
function packageFolder(source: string): string | undefined {
  const marker = "/node_modules/";
  const normal = source.split(path.sep).join("/");
  const start = normal.lastIndexOf(marker);
  if (start === -1) return undefined;
  const parts = normal.slice(start + marker.length).split("/");
  const name = parts[0]?.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
  return normal.slice(0, start + marker.length) + name;
}

async function licenseSection(folder: string): Promise<string> {
  const manifest = await manifestOf(folder);
  const { name, version, license = "license not declared" } = manifest;
  const texts = (await textsIn(folder, LICENSE_FILE)) ?? (await textsIn(noticesOf(manifest), LICENSE_FILE));
  if (texts === undefined) throw noLicense(manifest);
  const body = [...texts, ...((await textsIn(folder, NOTICE_FILE)) ?? [])].join("\n\n");
  return `${name} ${version}, ${license}\n\n${body}\n`;
}

/** Undefined if there is no such file with content, or no such folder. */
async function textsIn(folder: string, named: RegExp): Promise<readonly string[] | undefined> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = found.filter((entry) => entry.isFile() && named.test(entry.name)).map((entry) => entry.name);
  const texts = await Promise.all(
    names
      .toSorted()
      .map(async (name) => (await readFile(path.join(folder, name), "utf8")).replaceAll("\r\n", "\n").trim()),
  );
  return texts.some(Boolean) ? texts.filter(Boolean) : undefined;
}

/** For exactly this version: another release may link other code. */
function noticesOf(manifest: PackageJson): string {
  const project = PROJECT_OF[manifest.name];
  if (project === undefined) throw noLicense(manifest);
  return path.join(NOTICES, `${project}-${manifest.version}`);
}

function noLicense({ name, version, license }: PackageJson): PackagingError {
  return new PackagingError(
    `${name} ${version} (${license ?? "license not declared"}) holds no license text, which its license demands of every copy: add the text of that release to packages/packaging/notices, or do without the package.`,
  );
}

async function manifestOf(folder: string): Promise<PackageJson> {
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as PackageJson;
}
