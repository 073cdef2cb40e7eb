// A worker's side of what it exchanges with its supervisor.
import type { Metrics } from "../../metrics/metrics.ts";
import type { PrometheusMetrics } from "../../metrics/prometheus.ts";
import { countHeld } from "./held-requests.ts";
import type { Exposition, FromWorker, Loaded, ToWorker } from "./messages.ts";

/** The process, if a supervisor started it. */
export class Worker {
  readonly number: number;
  /** It replaces one that has died: it listens once it can answer, since its colleagues answer meanwhile. */
  readonly replaces: boolean;
  /** Resolves when all workers of the start have loaded their model. */
  readonly allLoaded: Promise<void>;
  /** Call it when a request begins and when it ends. */
  readonly held: (change: 1 | -1) => void;
  readonly #expositions = new Map<number, (exposition: Exposition) => void>();
  #asked = 0;

  constructor(number: number, replaces: boolean) {
    this.number = number;
    this.replaces = replaces;
    this.held = countHeld(number);
    this.allLoaded = new Promise((resolve) => {
      this.#on("all-loaded", () => resolve());
    });
    this.#on("metrics", ({ id, exposition }) => {
      this.#expositions.get(id)?.(exposition);
      this.#expositions.delete(id);
    });
  }

  loaded(loaded: Loaded): void {
    send({ kind: "loaded", loaded });
  }

  /** Resolves when it is sent, so that the process may exit. */
  failed(sentence: string): Promise<void> {
    return new Promise((resolve) => send({ kind: "failed", sentence }, resolve));
  }

  /** Without a supervisor nobody would replace this process, or stop it. */
  whenAlone(stop: () => void): void {
    process.on("disconnect", stop);
  }

  /** `own`, with an exposition that is about all workers. */
  share(own: PrometheusMetrics): Metrics {
    this.#on("snapshot", async ({ id }) => send({ kind: "snapshot", id, snapshot: await own.snapshot() }));
    return { ...own, exposition: () => this.#exposition() };
  }

  #exposition(): Promise<Exposition> {
    const id = (this.#asked += 1);
    return new Promise((resolve) => {
      this.#expositions.set(id, resolve);
      send({ kind: "metrics", id });
    });
  }

  #on<K extends ToWorker["kind"]>(kind: K, handle: (message: Extract<ToWorker, { kind: K }>) => unknown): void {
    process.on("message", (message: ToWorker) => {
      if (message.kind === kind) void handle(message as Extract<ToWorker, { kind: K }>);
    });
  }
}

/** The arguments with which the supervisor starts a worker. */
export function workerArguments(number: number, replaces: boolean): readonly string[] {
  return ["worker", String(number), ...(replaces ? ["replacing"] : [])];
}

/** What the arguments of this process say; undefined if it is no worker. */
export function asWorker([kind, number, replacing]: readonly string[]): Worker | undefined {
  return kind === "worker" && process.connected ? new Worker(Number(number), replacing === "replacing") : undefined;
}

/** With a callback, a supervisor that is gone is not an uncaught error: `whenAlone` deals with it. */
function send(message: FromWorker, sent: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, sent);
  else sent();
}
