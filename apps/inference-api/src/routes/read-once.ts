import { readFile } from "node:fs/promises";

/**
 * Files that are the same for every request. Each is read once and its bytes are shared by all answers: an answer that
 * its client does not read yet costs no copy, and a request needs no file descriptor. A failed read is tried again.
 */
export class ReadOnce {
  readonly #files = new Map<string, Promise<Uint8Array>>();

  read(path: string): Promise<Uint8Array> {
    const known = this.#files.get(path);
    if (known) return known;
    const reading = readFile(path);
    this.#files.set(path, reading);
    reading.catch(() => this.#files.delete(path));
    return reading;
  }
}
