import { once } from "node:events";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import { forgetState, partPath, type ResumeState, type RunIdentity, writeState } from "./resume.ts";
import { NOTHING_DONE, type Tally } from "./tally.ts";

/** Where scored rows go. */
export interface Output {
  /** What an earlier run had written. */
  readonly before: Tally;
  write(text: string, tally: Tally): Promise<void>;
  /** All rows are written: now, and not before, the output has its name. */
  finish(): Promise<void>;
  /** The run stops early; answers whether a later one can go on. */
  stop(): Promise<boolean>;
}

/** Writes to a stream such as standard output, as fast as it takes. */
export function streamOutput(stream: NodeJS.WritableStream): Output {
  let failure: Error | undefined;
  stream.on("error", (error: Error) => (failure ??= error));
  return {
    before: NOTHING_DONE,
    async write(text) {
      if (failure) throw failure;
      if (!stream.write(text)) await once(stream, "drain");
    },
    finish: () => Promise.resolve(),
    stop: () => Promise.resolve(false),
  };
}

/** At most this much work is lost when the process is killed. */
const STATE_INTERVAL_MS = 500;

async function openPart(path: string, isContinued: boolean): Promise<FileHandle> {
  // First: a state must never be beside a part that it does not describe.
  if (!isContinued) await forgetState(path);
  return open(partPath(path), isContinued ? "r+" : "w");
}

/** A file that is written as `<path>.part` and renamed at the end. */
export class FileOutput implements Output {
  readonly before: Tally;
  readonly #path: string;
  /** Undefined for what cannot be continued: standard input. */
  readonly #identity: RunIdentity | undefined;
  readonly #file: FileHandle;
  #bytes: number;
  #tally: Tally;
  #savedAt = Number.NEGATIVE_INFINITY;

  private constructor(
    path: string,
    identity: RunIdentity | undefined,
    file: FileHandle,
    state: ResumeState | undefined,
  ) {
    this.#path = path;
    this.#identity = identity;
    this.#file = file;
    this.#bytes = state?.outputBytes ?? 0;
    this.before = this.#tally = state?.tally ?? NOTHING_DONE;
  }

  /** Goes on behind what `state` says was done, or begins with `head`. @throws {UsageError} */
  static async open(
    path: string,
    head: string,
    identity: RunIdentity | undefined,
    state: ResumeState | undefined,
  ): Promise<FileOutput> {
    const part = partPath(path);
    // A rename would put a file where a device or a pipe is.
    const there = await stat(path).catch(() => undefined);
    if (there && !there.isFile()) {
      throw new UsageError(
        `${shown(path)} is no file, so it cannot be the output: give a file, or - for standard output.`,
      );
    }
    const file = await openPart(path, state !== undefined).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        `${shown(part)} cannot be written (${error.code}): check that its folder exists and is yours.`,
      );
    });
    const output = new FileOutput(path, identity, file, state);
    if (state) await output.#cut(state.outputBytes);
    else await output.write(head, NOTHING_DONE);
    return output;
  }

  /** What was written after the state was is written again. */
  async #cut(bytes: number): Promise<void> {
    const { size } = await this.#file.stat();
    if (size >= bytes) return this.#file.truncate(bytes);
    await this.#file.close();
    throw new UsageError(
      `${shown(partPath(this.#path))} has ${size} bytes, but its state says ${bytes}: it was changed; add --restart to begin anew.`,
    );
  }

  async write(text: string, tally: Tally): Promise<void> {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, from, bytes.length - from, this.#bytes + from);
      from += bytesWritten;
    }
    this.#bytes += bytes.length;
    this.#tally = tally;
    if (performance.now() - this.#savedAt > STATE_INTERVAL_MS) await this.#save();
  }

  async #save(): Promise<void> {
    if (!this.#identity) return;
    // The state must not say more than the disk has, whatever ends the machine.
    await this.#file.datasync();
    await writeState(this.#path, this.#identity, this.#tally, this.#bytes);
    this.#savedAt = performance.now();
  }

  async finish(): Promise<void> {
    await this.#file.datasync();
    await this.#file.close();
    await rename(partPath(this.#path), this.#path);
    await forgetState(this.#path);
  }

  async stop(): Promise<boolean> {
    await this.#save();
    await this.#file.close();
    if (this.#identity) return true;
    await rm(partPath(this.#path), { force: true });
    return false;
  }
}
