import { packTar, type TarEntry } from "modern-tar";
import type { DeflateOptions } from "../deflate.ts";
import { digestOf, type Digest } from "../digest.ts";
import { sortedByPath, type FileEntry } from "../file-set.ts";
import { gzip } from "./gzip.ts";
import { OCI_LAYER_GZIP, type Descriptor } from "./media-types.ts";

/** A layer in memory. */
export interface Layer {
  /** Its content, for people: `native`, `code`, `model`. */
  readonly name: string;
  readonly descriptor: Descriptor;
  /** The digest of the uncompressed tar. */
  readonly diffId: Digest;
  readonly unpackedBytes: number;
  readonly bytes: Uint8Array;
}

const OWNER = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) } as const;

/** A layer with `files` below `root` (`app`), sorted, owned by root, without times, with folder entries. */
export async function makeLayer(
  name: string,
  root: string,
  files: readonly FileEntry[],
  options: DeflateOptions,
): Promise<Layer> {
  const entries = sortedByPath(files).map((file) => ({ ...file, path: `${root}/${file.path}` }));
  const tar = await packTar([
    ...foldersOf(entries.map((entry) => entry.path)).map((folder): TarEntry => ({
      header: { ...OWNER, name: `${folder}/`, type: "directory", mode: 0o755, size: 0 },
    })),
    ...entries.map((entry): TarEntry => ({
      header: { ...OWNER, name: entry.path, type: "file", mode: entry.mode, size: entry.bytes.byteLength },
      body: entry.bytes,
    })),
  ]);
  const bytes = await gzip(`the image's ${name} layer`, tar, options);
  return {
    name,
    descriptor: { mediaType: OCI_LAYER_GZIP, digest: digestOf(bytes), size: bytes.byteLength },
    diffId: digestOf(tar),
    unpackedBytes: tar.byteLength,
    bytes,
  };
}

/** Every folder above the paths, parents first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.split("/").slice(0, -1);
    for (let depth = 1; depth <= parts.length; depth++) folders.add(parts.slice(0, depth).join("/"));
  }
  return [...folders].toSorted();
}
