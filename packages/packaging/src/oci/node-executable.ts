import { platformOfLibrary } from "../executable-format.ts";

/** What an executable's bytes say about it. */
export interface ExecutableFacts {
  readonly platform: string;
  /** The dynamic loader that the kernel starts it with; empty where it needs none. */
  readonly interpreter: string;
  /** Undefined where it is no release of nodejs.org. */
  readonly nodeVersion: string | undefined;
}

const HEAD_BYTES = 64 * 1024;
/** Every release carries the address of its own headers, which node-gyp asks for. */
const RELEASE_URL = Buffer.from("nodejs.org/download/release/v");
const OVERLAP_BYTES = RELEASE_URL.byteLength + 20;
const PT_INTERP = 3;

/** Reads an executable piece by piece; `facts` is for when it has been read. */
export function executableReader(): { push(piece: Buffer): void; facts(): ExecutableFacts } {
  let head: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let nodeVersion: string | undefined;
  return {
    push(piece) {
      if (head.byteLength < HEAD_BYTES) head = Buffer.concat([head, piece]);
      if (nodeVersion !== undefined) return;
      const bytes = Buffer.concat([tail, piece]);
      nodeVersion = versionIn(bytes);
      tail = Buffer.from(bytes.subarray(-OVERLAP_BYTES));
    },
    facts: () => ({ platform: platformOfLibrary(head), interpreter: interpreterOf(head), nodeVersion }),
  };
}

function versionIn(bytes: Buffer): string | undefined {
  const at = bytes.indexOf(RELEASE_URL);
  if (at === -1) return undefined;
  const start = at + RELEASE_URL.byteLength;
  return /^(\d+\.\d+\.\d+)\//.exec(bytes.subarray(start, start + 20).toString("latin1"))?.[1];
}

/** ELF's PT_INTERP of a little-endian 64-bit executable. */
function interpreterOf(head: Buffer): string {
  if (head.byteLength < 64 || head.readUInt32BE(0) !== 0x7f454c46) return "";
  const table = Number(head.readBigUInt64LE(32));
  const entryBytes = head.readUInt16LE(54);
  for (let index = 0; index < head.readUInt16LE(56); index++) {
    const at = table + index * entryBytes;
    if (at + 40 > head.byteLength) return "";
    if (head.readUInt32LE(at) !== PT_INTERP) continue;
    const offset = Number(head.readBigUInt64LE(at + 8));
    const size = Number(head.readBigUInt64LE(at + 32));
    return head
      .subarray(offset, offset + size)
      .toString("latin1")
      .replaceAll("\0", "");
  }
  return "";
}
