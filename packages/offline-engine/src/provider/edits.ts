// Things that accept one change at a time: which changes wait, and which the cloud refuses.
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import type { Edit, Operation } from "./facts/behavior.ts";

/** An edit: its row, and the thing that it changes. */
export interface UnderWay {
  readonly edit: Edit;
  readonly thing: string;
  readonly operation: Operation;
  /** Sequential calls of the cloud's API; between them the thing is unlocked. */
  readonly calls: number;
}

export class Edits {
  private readonly milliseconds: number;
  /** By thing: resolves when the current call ends. */
  private readonly running = new Map<string, Promise<unknown>>();
  private readonly locks = new Map<string, Promise<unknown>>();

  /** The default is long enough for two edits that the engine starts at the same moment to overlap. */
  constructor(milliseconds = 15) {
    this.milliseconds = milliseconds;
  }

  /** Runs `work` as an edit; throws the cloud's message if another edit of the same thing is running. */
  during<T>(underWay: UnderWay | undefined, work: () => Promise<T>): Promise<T> {
    if (underWay === undefined) return work();
    const { edit, thing } = underWay;
    if (edit.lock === undefined) return this.alone(underWay, work);
    const key = `${edit.lock} ${thing}`;
    const mine = (this.locks.get(key) ?? Promise.resolve()).then(() => this.alone(underWay, work));
    this.locks.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  }

  private async alone<T>(underWay: UnderWay, work: () => Promise<T>): Promise<T> {
    for (let call = 1; call < underWay.calls; call += 1) {
      await this.call(underWay, () => Promise.resolve());
      await turn();
    }
    return this.call(underWay, work);
  }

  private async call<T>({ edit, thing, operation }: UnderWay, work: () => Promise<T>): Promise<T> {
    for (let other = this.running.get(thing); other !== undefined; other = this.running.get(thing)) {
      if (edit.retried?.includes(operation) !== true) throw new Error(edit.refusal);
      await other;
    }
    const mine = sleep(this.milliseconds).then(work);
    const ended = mine.then(
      () => this.running.delete(thing),
      () => this.running.delete(thing),
    );
    this.running.set(thing, ended);
    try {
      return await mine;
    } finally {
      await ended;
    }
  }
}
