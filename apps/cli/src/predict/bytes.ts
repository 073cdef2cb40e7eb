// Recognizes files by their first bytes: users have spreadsheets, archives and texts in other encodings.
import { Buffer } from "node:buffer";

type Kind = "gzip" | "utf-8" | "utf-16le" | "utf-16be" | { readonly fault: string };

const asCsv = "save it as CSV (UTF-8), and score that";
const decompress = "decompress it first; gzip is read as it is";

const SIGNATURES: readonly (readonly [bytes: string, kind: Kind])[] = [
  ["1f8b", "gzip"],
  ["504b0304", { fault: `is an Excel workbook (.xlsx) or another ZIP archive, and not a text: ${asCsv}` }],
  ["d0cf11e0", { fault: `is an old Excel workbook (.xls), and not a text: ${asCsv}` }],
  ["50415231", { fault: "is a Parquet file, and not a text: write it as CSV or NDJSON, and score that" }],
  ["53514c69746520666f726d6174203300", { fault: "is an SQLite database, and not a text: export a table as CSV" }],
  ["25504446", { fault: `is a PDF file, and not a text: find the table that it was made from, and ${asCsv}` }],
  ["28b52ffd", { fault: `is compressed with zstd: ${decompress}` }],
  ["425a68", { fault: `is compressed with bzip2: ${decompress}` }],
  ["fd377a585a00", { fault: `is compressed with xz: ${decompress}` }],
  ["fffe0000", { fault: "is UTF-32: save it as UTF-8" }],
  ["0000feff", { fault: "is UTF-32: save it as UTF-8" }],
  ["fffe", "utf-16le"],
  ["feff", "utf-16be"],
];

/** How many bytes are needed to recognize a file. */
export const KIND_BYTES = 16;

/** What the file is that begins with `head`: its first {@link KIND_BYTES}, or more. */
export function kindOf(head: Uint8Array): Kind {
  const hex = Buffer.from(head.subarray(0, KIND_BYTES)).toString("hex");
  const signature = SIGNATURES.find(([bytes]) => hex.startsWith(bytes));
  if (signature) return signature[1];
  const zero = head.indexOf(0);
  if (zero === -1) return "utf-8";
  // The first characters of a table are ASCII, so in UTF-16 every second byte is zero.
  if (/^(?:[^0].|.[^0])00(?:[^0].|.[^0])00/.test(hex)) {
    return { fault: "looks like UTF-16 without a byte order mark: add --encoding utf-16le, or save it as UTF-8" };
  }
  if (/^00(?:[^0].|.[^0])00(?:[^0].|.[^0])/.test(hex)) {
    return { fault: "looks like UTF-16 without a byte order mark: add --encoding utf-16be, or save it as UTF-8" };
  }
  return { fault: `is not a text: byte ${zero} is zero; give a CSV or NDJSON file` };
}

/** The bytes at the end of `bytes` that start a UTF-8 character but do not complete it. */
export function unfinished(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return bytes.subarray(bytes.length - (length > back ? back : 0));
  }
  return bytes.subarray(bytes.length);
}

/**
 * Where `bytes` stop being UTF-8, with the text before; undefined if they are valid, or only end within a character.
 */
export function firstInvalid(bytes: Uint8Array): { readonly before: string; readonly byte: number } | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let before = "";
  let begun = 0;
  for (let at = 0; at < bytes.length; at++) {
    try {
      const text = decoder.decode(bytes.subarray(at, at + 1), { stream: true });
      if (text !== "") begun = at + 1;
      before += text;
    } catch {
      // An editor shows the byte that starts the character.
      return { before, byte: bytes[begun] ?? 0 };
    }
  }
  return undefined;
}
