import { once } from "node:events";
import { type FileHandle, rename, rm } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import { checkIsFree } from "./destination.ts";
import { createOwned, openOwned } from "./owned-file.ts";
import { partPath } from "./output-paths.ts";
import { forgetState, type ResumeState, type RunIdentity, writeState } from "./resume.ts";
import { NOTHING_DONE, type Tally } from "./tally.ts";

/** Where scored rows go. */
export interface Output {
  /** What an earlier run had written. */
  readonly before: Tally;
  write(text: string, tally: Tally): Promise<void>;
  /** All rows are written: only now does the output get its name. */
  finish(): Promise<void>;
  /** The run stops early; returns whether a later one can continue it. */
  stop(): Promise<boolean>;
}

/** Writes to a stream such as standard output, as fast as it accepts data. */
export async function streamOutput(stream: NodeJS.WritableStream, head: string): Promise<Output> {
  let failure: Error | undefined;
  stream.on("error", (error: Error) => (failure ??= error));
  const output: Output = {
    before: NOTHING_DONE,
    async write(text) {
      if (failure) throw failure;
      if (!stream.write(text)) await once(stream, "drain");
    },
    finish: () => Promise.resolve(),
    stop: () => Promise.resolve(false),
  };
  if (head !== "") await output.write(head, NOTHING_DONE);
  return output;
}

/** At most this much work is lost if the process is killed. */
const STATE_INTERVAL_MS = 500;

async function openPart(path: string, isContinued: boolean): Promise<FileHandle> {
  const continued = isContinued ? await openOwned(partPath(path)) : undefined;
  if (continued) return continued;
  // First, because a state must never be next to a part that it does not describe.
  await forgetState(path);
  return createOwned(partPath(path));
}

/** What a file is written for. */
interface FileRun {
  readonly head: string;
  /** Undefined if the run cannot be continued: with standard input. */
  readonly identity: RunIdentity | undefined;
  readonly state: ResumeState | undefined;
  /** Whether an existing file may be replaced. */
  readonly isForced: boolean;
}

/** A file that is written as `<path>.part` and renamed at the end. */
export class FileOutput implements Output {
  readonly before: Tally;
  readonly #path: string;
  /** Undefined if the run cannot be continued: with standard input. */
  readonly #identity: RunIdentity | undefined;
  readonly #isForced: boolean;
  readonly #file: FileHandle;
  #bytes: number;
  #tally: Tally;
  #savedAt = Number.NEGATIVE_INFINITY;

  private constructor(path: string, { identity, state, isForced }: FileRun, file: FileHandle) {
    this.#path = path;
    this.#identity = identity;
    this.#isForced = isForced;
    this.#file = file;
    this.#bytes = state?.outputBytes ?? 0;
    this.before = this.#tally = state?.tally ?? NOTHING_DONE;
  }

  /** Continues after what `state` records, or starts with `head`. @throws {UsageError} */
  static async open(path: string, run: FileRun): Promise<FileOutput> {
    const { head, state } = run;
    const part = partPath(path);
    const file = await openPart(path, state !== undefined).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        `${shown(part)} cannot be written (${error.code}): check that its folder exists and is yours.`,
      );
    });
    const output = new FileOutput(path, run, file);
    if (state) await output.#cut(state.outputBytes);
    else await output.write(head, NOTHING_DONE);
    return output;
  }

  /** What was written after the state is written again. */
  async #cut(bytes: number): Promise<void> {
    const { size } = await this.#file.stat();
    if (size >= bytes) return this.#file.truncate(bytes);
    await this.#file.close();
    throw new UsageError(
      `${shown(partPath(this.#path))} has ${size} bytes, but its state says ${bytes}: it was changed; add --restart to start again.`,
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
    // The state must not be ahead of the disk, whatever stops the machine.
    await this.#file.datasync();
    await writeState(this.#path, this.#identity, this.#tally, this.#bytes);
    this.#savedAt = performance.now();
  }

  async finish(): Promise<void> {
    // After a long run another file may have appeared there.
    await checkIsFree(this.#path, this.#isForced);
    // While it grew, no other user could read it; now it is an ordinary file.
    await this.#file.chmod(0o666 & ~process.umask());
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
