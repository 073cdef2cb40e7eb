// Random access to the members of an archive on disk, so that finding a manifest does not read 200 MB.
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { PackagingError } from "../errors.ts";
import { BLOCK_BYTES, isEmpty, parseHeader } from "./tar-reader.ts";

interface Member {
  readonly offset: number;
  readonly size: number;
  readonly linkTarget?: string;
}

/** The regular files (and symbolic links to them) of one tar file; image archives only have short ASCII names. */
export interface TarFile {
  readonly path: string;
  readonly names: readonly string[];
  /** Undefined if there is no such member. */
  sizeOf(name: string): number | undefined;
  stream(name: string): Readable;
  read(name: string): Promise<Buffer>;
}

/** Undefined if the file is not a tar archive; throws errors of the file system. */
export async function openTarFile(file: string): Promise<TarFile | undefined> {
  const handle = await open(file);
  try {
    const members = await readMembers(handle, file, (await handle.stat()).size);
    return members && tarFile(file, members);
  } finally {
    await handle.close();
  }
}

async function readMembers(
  handle: FileHandle,
  file: string,
  fileBytes: number,
): Promise<Map<string, Member> | undefined> {
  const members = new Map<string, Member>();
  const block = Buffer.alloc(BLOCK_BYTES);
  for (let at = 0; at + BLOCK_BYTES <= fileBytes;) {
    await handle.read(block, 0, BLOCK_BYTES, at);
    if (isEmpty(block)) break;
    if (block.subarray(257, 262).toString("latin1") !== "ustar") return undefined;
    const { type, size, linkTarget, ...header } = parseHeader(block).header;
    const name = path.posix.normalize(header.name);
    if (at + BLOCK_BYTES + size > fileBytes) {
      throw new PackagingError(
        `${name} in ${file} has ${size} bytes, which is more than the file holds: fetch or save the archive again.`,
      );
    }
    if (type === "file") members.set(name, { offset: at + BLOCK_BYTES, size });
    if (type === "symlink") {
      members.set(name, { offset: 0, size: 0, linkTarget: path.posix.join(path.posix.dirname(name), linkTarget) });
    }
    at += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return members.size > 0 ? members : undefined;
}

function tarFile(file: string, members: ReadonlyMap<string, Member>): TarFile {
  const find = (name: string): Member | undefined => {
    const member = members.get(name);
    return member?.linkTarget === undefined ? member : members.get(member.linkTarget);
  };
  const need = (name: string): Member => {
    const member = find(name);
    if (member === undefined) throw new TypeError(`${file} has no member ${name}`);
    return member;
  };
  return {
    path: file,
    names: [...members.keys()],
    sizeOf: (name) => find(name)?.size,
    stream(name) {
      const { offset, size } = need(name);
      return size === 0 ? Readable.from([]) : createReadStream(file, { start: offset, end: offset + size - 1 });
    },
    async read(name) {
      const { offset, size } = need(name);
      const handle = await open(file);
      try {
        const bytes = Buffer.alloc(size);
        await handle.read(bytes, 0, size, offset);
        return bytes;
      } finally {
        await handle.close();
      }
    },
  };
}
