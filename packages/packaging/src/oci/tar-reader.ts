// Reads tar archives; modern-tar writes them.
import { PackagingError } from "../errors.ts";

export const BLOCK_BYTES = 512;

export interface TarHeader {
  readonly name: string;
  readonly type: "file" | "symlink" | "other";
  readonly size: number;
  readonly linkTarget: string;
}

/** Gets the content of one entry, piece by piece. */
export type ContentSink = (piece: Buffer) => void;

/** Visits every entry of a tar stream in order; a sink that `visit` returns gets the entry's content. */
export async function readTar(
  chunks: AsyncIterable<Buffer>,
  visit: (header: TarHeader) => ContentSink | undefined,
): Promise<void> {
  let pending: Buffer = Buffer.alloc(0);
  let remaining = 0;
  let padding = 0;
  let sink: ContentSink | undefined;
  const names = longNames();
  for await (const chunk of chunks) {
    pending = pending.byteLength === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      if (remaining > 0) {
        const piece = pending.subarray(0, remaining);
        sink?.(piece);
        remaining -= piece.byteLength;
        pending = pending.subarray(piece.byteLength);
        if (remaining > 0) break;
      }
      if (pending.byteLength < padding + BLOCK_BYTES) break;
      const block = pending.subarray(padding, padding + BLOCK_BYTES);
      pending = pending.subarray(padding + BLOCK_BYTES);
      padding = 0;
      if (isEmpty(block)) continue;
      const { header, flag } = parseHeader(block);
      remaining = header.size;
      padding = (BLOCK_BYTES - (header.size % BLOCK_BYTES)) % BLOCK_BYTES;
      sink = names.sinkFor(flag, header.size) ?? visit(names.applyTo(header));
    }
  }
}

export function isEmpty(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** One header block: ustar with its prefix; `flag` is the character of the type. */
export function parseHeader(block: Buffer): { header: TarHeader; flag: string } {
  const flag = String.fromCharCode(block[156] ?? 0);
  const ustar = block.subarray(257, 263).toString("latin1") === "ustar\0";
  const prefix = ustar ? field(block, 345, 155) : "";
  const name = field(block, 0, 100);
  const header: TarHeader = {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: flag === "0" || flag === "\0" ? "file" : flag === "2" ? "symlink" : "other",
    // Hard links may state the size of their target, but have no content.
    size: flag === "1" ? 0 : sizeOf(block, name),
    linkTarget: field(block, 157, 100),
  };
  return { header, flag };
}

/** Octal digits; above 8 GiB in base 256. A negative size would make the reader go back in the file. */
function sizeOf(block: Buffer, name: string): number {
  const digits = field(block, 124, 12);
  const isBinary = ((block[124] ?? 0) & 0x80) !== 0;
  const size = isBinary
    ? Number(block.readBigUInt64BE(128))
    : /^[0-7]*$/.test(digits)
      ? parseInt(digits || "0", 8)
      : -1;
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw new PackagingError(`${name} in a tar archive states a size that is none: fetch or save the archive again.`);
}

function field(block: Buffer, start: number, length: number): string {
  const bytes = block.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return (end === -1 ? bytes : bytes.subarray(0, end)).toString("utf8").trim();
}

/** Names over 100 bytes come before their entry, as PAX records (type x) or as GNU's types L and K. */
function longNames() {
  let pieces: Buffer[] = [];
  let kind = "";
  const take = () => {
    const text = Buffer.concat(pieces).toString("utf8");
    const found = kind === "" ? {} : kind === "x" ? paxNames(text) : { [kind]: text.replace(/\0.*$/s, "") };
    pieces = [];
    kind = "";
    return found as { readonly L?: string; readonly K?: string };
  };
  let held: { readonly L?: string; readonly K?: string } = {};
  return {
    sinkFor(flag: string, size: number): ContentSink | undefined {
      held = { ...held, ...take() };
      if (!["x", "L", "K", "g"].includes(flag)) return undefined;
      if (flag !== "g") kind = flag;
      return size === 0 || flag === "g" ? () => undefined : (piece) => void pieces.push(Buffer.from(piece));
    },
    applyTo(header: TarHeader): TarHeader {
      const { L: name = header.name, K: linkTarget = header.linkTarget } = held;
      held = {};
      return { ...header, name, linkTarget };
    },
  };
}

/** PAX: lines of `<length> <key>=<value>`, with GNU's letters. */
function paxNames(text: string): { L?: string; K?: string } {
  const names: { L?: string; K?: string } = {};
  for (const [, key, value] of text.matchAll(/^\d+ (path|linkpath)=(.*)$/gm)) {
    if (key === "path" && value) names.L = value;
    if (key === "linkpath" && value) names.K = value;
  }
  return names;
}
