import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { digestOf, sha256Hex, type Digest } from "./digest.ts";

export { sha256Hex } from "./digest.ts";

/** One file of an artifact: a `/`-separated path, its Unix permissions, its bytes. */
export interface FileEntry {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly bytes: Uint8Array;
}

/** Byte order, not locale order, so that every machine sorts alike. */
export function sortedByPath(files: readonly FileEntry[]): FileEntry[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** One digest for a set of files: sha256 over the lines `path mode sha256`, sorted by path. */
export function digestOfFiles(files: readonly FileEntry[]): Digest {
  const lines = sortedByPath(files).map((file) => `${file.path} ${file.mode.toString(8)} ${sha256Hex(file.bytes)}\n`);
  return digestOf(lines.join(""));
}

export function totalBytes(files: readonly FileEntry[]): number {
  return files.reduce((sum, file) => sum + file.bytes.byteLength, 0);
}

/** Every file below a folder. Modes are reduced to executable or not, so that the umask does not change a digest. */
export async function readFileSet(directory: string): Promise<FileEntry[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    found
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<FileEntry> => {
        const file = path.join(entry.parentPath, entry.name);
        const [bytes, status] = await Promise.all([readFile(file), stat(file)]);
        return {
          path: path.relative(directory, file).split(path.sep).join("/"),
          mode: (status.mode & 0o100) === 0 ? 0o644 : 0o755,
          bytes,
        };
      }),
  );
  return sortedByPath(files);
}

export async function writeFileSet(directory: string, files: readonly FileEntry[]): Promise<void> {
  for (const file of files) {
    const target = path.join(directory, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.bytes, { mode: file.mode });
  }
}

/** The digest of a folder on disk, which is the artifact digest of a server bundle. */
export async function digestOfFolder(directory: string): Promise<Digest> {
  return digestOfFiles(await readFileSet(directory));
}
