import { crc32 } from "node:zlib";
import { deflate, type DeflateOptions } from "../deflate.ts";

// RFC 1952: magic, DEFLATE, no flags, no time, no hint of the level, an unknown operating system.
const HEADER = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** A gzip file whose bytes depend only on the input. */
export async function gzip(name: string, bytes: Uint8Array, options: DeflateOptions): Promise<Uint8Array> {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.byteLength % 2 ** 32, 4);
  return Buffer.concat([HEADER, await deflate(name, bytes, options), trailer]);
}
