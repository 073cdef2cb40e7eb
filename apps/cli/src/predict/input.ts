import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { addAbortSignal, type Readable } from "node:stream";
import { shown, UsageError } from "../exit.ts";
import { decoded } from "./decode.ts";
import type { Encoding } from "./options.ts";

/** Distinguishes this input from others, and from itself before a change. */
export interface InputIdentity {
  readonly bytes: number;
  readonly modifiedMs: number;
  /** SHA-256 of the first HEAD_BYTES. */
  readonly headSha256: string;
}

const HEAD_BYTES = 65_536;
const READ_BYTES = 131_072;

/** A text that is read on demand. */
export class TextInput {
  /** Its name in messages. */
  readonly name: string;
  /** Undefined for standard input. */
  readonly identity: InputIdentity | undefined;
  bytesRead = 0;
  /** Both are known once the first line has been read. */
  hasByteOrderMark = false;
  lineEnd: "\n" | "\r\n" = "\n";
  readonly chunks: AsyncIterable<string>;

  constructor(name: string, identity: InputIdentity | undefined, bytes: AsyncIterable<Uint8Array>, encoding: Encoding) {
    this.name = name;
    this.identity = identity;
    this.chunks = this.#observed(decoded(name, this.#counted(bytes), encoding));
  }

  async *#counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      this.bytesRead += bytes.byteLength;
      yield bytes;
    }
  }

  async *#observed(texts: AsyncIterable<string>): AsyncGenerator<string> {
    let isFirst = true;
    let isLineEndKnown = false;
    let before = "";
    for await (let text of texts) {
      if (isFirst && text !== "") {
        this.hasByteOrderMark = text.startsWith("\uFEFF");
        if (this.hasByteOrderMark) text = text.slice(1);
        isFirst = false;
      }
      const lineFeed = isLineEndKnown ? -1 : text.indexOf("\n");
      if (lineFeed !== -1) {
        isLineEndKnown = true;
        this.lineEnd = (before + text)[before.length + lineFeed - 1] === "\r" ? "\r\n" : "\n";
      }
      before = text.slice(-1);
      yield text;
    }
  }
}

/** Reading stops at `signal`, even while nothing arrives. @throws {UsageError} if there is no such file */
export async function openInput(
  path: string,
  encoding: Encoding,
  stdin: Readable,
  signal: AbortSignal,
): Promise<TextInput> {
  if (path === "-") return new TextInput("Standard input", undefined, addAbortSignal(signal, stdin), encoding);
  const identity = await identify(path);
  const stream = createReadStream(path, { highWaterMark: READ_BYTES });
  return new TextInput(path, identity, addAbortSignal(signal, stream), encoding);
}

async function identify(path: string): Promise<InputIdentity> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new UsageError(`There is no file ${shown(path)}: check the path.`);
    throw new UsageError(`${shown(path)} cannot be read (${error.code}): check its permissions.`);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UsageError(`${shown(path)} is not a file: give a file, or - for standard input.`);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const headSha256 = createHash("sha256").update(buffer.subarray(0, bytesRead)).digest("hex");
    return { bytes: stats.size, modifiedMs: stats.mtimeMs, headSha256 };
  } finally {
    await file.close();
  }
}
