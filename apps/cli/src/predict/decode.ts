// Decodes bytes to text, or says in a sentence why it cannot.
import { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { Failure } from "../exit.ts";
import { firstInvalid, KIND_BYTES, kindOf, unfinished } from "./bytes.ts";
import type { Encoding } from "./options.ts";

/**
 * The text of `source`, piece by piece, with its byte order mark. @throws {Failure} a sentence that begins with `name`
 */
export async function* decoded(
  name: string,
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const { head, whole } = await peek(source);
  const kind = encoding === "auto" || kindOf(head) === "gzip" ? kindOf(head) : encoding;
  if (typeof kind === "object") throw new Failure(`${name} ${kind.fault}.`);
  if (kind === "gzip") return yield* decoded(name, unzipped(name, whole), encoding);
  const decoder = new TextDecoder(kind, { fatal: true, ignoreBOM: true });
  const place = new Place();
  let rest: Uint8Array = new Uint8Array();
  for await (const bytes of whole) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      throw new Failure(
        `${name} is not ${kind}${kind === "utf-8" ? place.ofFault(Buffer.concat([rest, bytes])) : ""}.`,
      );
    }
    if (kind === "utf-8") rest = unfinished(bytes).slice();
    place.advance(text);
    yield text;
  }
  try {
    yield decoder.decode();
  } catch {
    throw new Failure(`${name} ends in the middle of a character of ${kind}: is it complete?`);
  }
}

/** The first bytes, and the whole source including them. */
async function peek(source: AsyncIterable<Uint8Array>) {
  const pieces = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < KIND_BYTES) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    read.push(value);
    bytes += value.byteLength;
  }
  async function* whole() {
    yield* read;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  return { head: Buffer.concat(read), whole: whole() };
}

async function* unzipped(name: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = Readable.from(source, { objectMode: false });
  const gunzip = createGunzip();
  input.on("error", (error) => gunzip.destroy(error));
  try {
    yield* input.pipe(gunzip) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_") !== true) throw error;
    throw new Failure(`${name} is a gzip file that cannot be read (${message}): is it complete?`);
  } finally {
    input.destroy();
  }
}

/** The current position in a text. */
class Place {
  #line = 1;
  #column = 1;

  advance(text: string): void {
    let lineStart = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", lineStart)) {
      this.#line += 1;
      lineStart = at + 1;
    }
    this.#column = (lineStart > 0 ? 1 : this.#column) + text.length - lineStart;
  }

  /** For a message: where the first error is in `bytes`, which come next. */
  ofFault(bytes: Uint8Array): string {
    const invalid = firstInvalid(bytes);
    if (!invalid) return "";
    this.advance(invalid.before);
    const byte = `0x${invalid.byte.toString(16).toUpperCase().padStart(2, "0")}`;
    return `: line ${this.#line}, column ${this.#column} has the byte ${byte}. If the file is from Windows, add --encoding windows-1252; otherwise save it as UTF-8`;
  }
}
