// The workers of a server: started together, and replaced one by one.
import type { ChildProcess } from "node:child_process";
import type { Env } from "../../env.ts";
import type { Logger } from "../../log/log.ts";
import { AllMetrics } from "./all-metrics.ts";
import { BackOff } from "./back-off.ts";
import { HeldRequests } from "./held-requests.ts";
import type { FromWorker, Loaded } from "./messages.ts";
import { startWorker, tell } from "./worker-process.ts";

/** How a process ended: one of them is null. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Slot {
  /** From 1. */
  readonly number: number;
  readonly backOff: BackOff;
  child: ChildProcess | undefined;
  loaded: Loaded | undefined;
  /** Why the child cannot start, in its words. */
  sentence: string | undefined;
  startedAt: number;
}

function newSlot(number: number): Slot {
  const backOff = new BackOff();
  return { number, backOff, child: undefined, loaded: undefined, sentence: undefined, startedAt: 0 };
}

interface Options {
  readonly env: Env;
  /** The program, which each worker runs. */
  readonly entry: string;
  readonly log: Logger;
  /** A worker could not start, and no other one serves. */
  readonly failed: (end: End, sentence: string | undefined) => void;
}

export class Pool {
  readonly #options: Options;
  readonly #slots: readonly Slot[];
  readonly #held = new HeldRequests();
  readonly #metrics = new AllMetrics((number, id) => tell(this.#slots[number - 1]?.child, { kind: "snapshot", id }));
  #started = false;
  /** Called when no worker is left; undefined while they are replaced. */
  #ended: (() => void) | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#slots = Array.from({ length: options.env.workers }, (_, index) => newSlot(index + 1));
  }

  start(): void {
    for (const slot of this.#slots) this.#start(slot, false);
  }

  /** Passes `signal` on and replaces nobody; `ended` is called when all have ended. */
  stop(signal: NodeJS.Signals, ended: () => void): void {
    this.#ended = ended;
    this.kill(signal);
    this.#endIfEmpty();
  }

  kill(signal: NodeJS.Signals): void {
    for (const { child } of this.#slots) child?.kill(signal);
  }

  #start(slot: Slot, replaces: boolean): void {
    const { env, entry } = this.#options;
    this.#held.clear(slot.number);
    const child = startWorker(entry, { env, number: slot.number, replaces, heldFd: this.#held.fd });
    Object.assign(slot, { child, sentence: undefined, startedAt: performance.now() });
    child.on("message", (message: FromWorker) => this.#received(slot, message));
    child.once("exit", (code, signal) => this.#died(slot, { code, signal }));
  }

  #received(slot: Slot, message: FromWorker): void {
    if (message.kind === "loaded") this.#loaded(slot, message.loaded);
    else if (message.kind === "failed") slot.sentence = message.sentence;
    else if (message.kind === "snapshot") this.#metrics.received(message.id, message.snapshot);
    else void this.#answerMetrics(slot.child, message.id);
  }

  async #answerMetrics(child: ChildProcess | undefined, id: number): Promise<void> {
    const numbers = this.#slots.filter(({ loaded }) => loaded).map(({ number }) => number);
    tell(child, { kind: "metrics", id, exposition: await this.#metrics.exposition(numbers) });
  }

  #loaded(slot: Slot, loaded: Loaded): void {
    const { env, log } = this.#options;
    slot.loaded = loaded;
    if (this.#started) {
      this.#metrics.replaced();
      return log.info({ worker: slot.number, pid: slot.child?.pid }, "worker replaced");
    }
    if (this.#slots.some((each) => !each.loaded)) return;
    this.#started = true;
    for (const { child } of this.#slots) tell(child, { kind: "all-loaded" });
    const { model, version, threads } = loaded;
    const { port, workers, instanceId } = env;
    log.info({ port, model, model_version: version, threads, workers, instance_id: instanceId }, "ready");
  }

  #died(slot: Slot, end: End): void {
    const { log, failed } = this.#options;
    const { number, child, sentence } = slot;
    this.#metrics.died(number);
    const wasLoaded = slot.loaded !== undefined;
    Object.assign(slot, { child: undefined, loaded: undefined });
    if (this.#ended) return this.#endIfEmpty();
    if (!wasLoaded && this.#slots.every(({ loaded }) => !loaded)) return failed(end, sentence);
    const waitMs = slot.backOff.next(performance.now() - slot.startedAt);
    const lost = this.#held.of(number);
    const how = { exit_code: end.code, signal: end.signal, ...(sentence !== undefined && { reason: sentence }) };
    log.error(
      { worker: number, pid: child?.pid, ...how, requests_lost: lost ?? null, replaced_in_ms: waitMs },
      `worker ${number} died and lost ${lost ?? "an unknown number of"} requests`,
    );
    setTimeout(() => this.#ended ?? this.#start(slot, true), waitMs);
  }

  #endIfEmpty(): void {
    if (this.#slots.every(({ child }) => !child)) this.#ended?.();
  }
}
