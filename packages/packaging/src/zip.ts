import { crc32 } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";
import { deflate, type DeflateOptions } from "./deflate.ts";
import { sortedByPath, type FileEntry } from "./file-set.ts";

const UNIX = 3;
const REGULAR_FILE = 0o100000;
const DEFLATED = 8;

/**
 * A zip whose bytes depend only on the paths, modes and bytes of its files: sorted, with a fixed time and Unix modes.
 */
export async function zipFiles(files: readonly FileEntry[], options: DeflateOptions = {}): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const file of sortedByPath(files)) {
    const deflated = await deflate(file.path, file.bytes, options);
    const entry: ZipInputFile = {
      filename: file.path,
      size: file.bytes.byteLength,
      crc: crc32(file.bytes),
      compression: DEFLATED,
      os: UNIX,
      attrs: ((REGULAR_FILE | file.mode) << 16) >>> 0,
      // Zip times have no time zone and fflate writes local time; the same local time everywhere gives the same bytes.
      mtime: new Date(1980, 0, 1),
    };
    zip.add(entry);
    entry.ondata?.(null, deflated, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}
