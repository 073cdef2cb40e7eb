/** Every release of nodejs.org contains the URL of its own headers, for node-gyp. */
const RELEASE_URL = Buffer.from("nodejs.org/download/release/v");
const OVERLAP_BYTES = RELEASE_URL.byteLength + 20;

/** Reads an executable piece by piece, and finds which release of Node it is; undefined if it is not one. */
export class NodeRelease {
  #tail: Buffer = Buffer.alloc(0);
  version: string | undefined;

  push(piece: Buffer): void {
    if (this.version !== undefined) return;
    const bytes = Buffer.concat([this.#tail, piece]);
    this.version = versionIn(bytes);
    this.#tail = Buffer.from(bytes.subarray(-OVERLAP_BYTES));
  }
}

function versionIn(bytes: Buffer): string | undefined {
  const at = bytes.indexOf(RELEASE_URL);
  if (at === -1) return undefined;
  const start = at + RELEASE_URL.byteLength;
  return /^(\d+\.\d+\.\d+)\//.exec(bytes.subarray(start, start + 20).toString("latin1"))?.[1];
}
