// The state of one instance: which model it holds, and whether it accepts requests.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadModelDirectory, loadPredictor, type Predictor, threadsFromCgroup } from "@modelport/predictor";
import type { Env } from "./env.ts";
import { revisionOf } from "./revision.ts";

/** The entry point that answers; the HTTP contract is the same for all of them. */
export type EntryName = "server" | "lambda" | "functions" | "in-process";

/** starting: no model yet; ready: loaded, verified and warm; draining: shutting down, send no new requests. */
export type ServiceState = "starting" | "ready" | "draining";

/** Files of the model directory that are served unchanged. */
export type ModelFile = "openapi.json" | "README.md";

/** What the routes need to know about the instance. */
export interface Service {
  readonly entry: EntryName;
  readonly instanceId: string;
  readonly artifactDigest: string | undefined;
  readonly state: ServiceState;
  /** Undefined until the model is loaded. */
  readonly predictor: Predictor | undefined;
  /** Identifies the loaded model and its threshold: see {@link revisionOf}. Undefined until the model is loaded. */
  readonly revision: string | undefined;
  /** A file of the model directory, such as openapi.json; the same bytes every time. */
  modelFile(name: ModelFile): Promise<Uint8Array>;
}

/** A service whose state the entry changes: `load` once, `drain` at the end. */
export class RunningService implements Service {
  readonly entry: EntryName;
  readonly instanceId: string;
  readonly artifactDigest: string | undefined;
  readonly #env: Env;
  #predictor: Predictor | undefined;
  #revision: string | undefined;
  #draining = false;
  #held = false;

  constructor(entry: EntryName, env: Env) {
    this.entry = entry;
    this.#env = env;
    this.instanceId = env.instanceId;
    this.artifactDigest = env.artifactDigest;
  }

  get state(): ServiceState {
    if (this.#draining) return "draining";
    return this.#predictor && !this.#held ? "ready" : "starting";
  }

  get predictor(): Predictor | undefined {
    return this.#predictor;
  }

  get revision(): string | undefined {
    return this.#revision;
  }

  /** @throws {ModelError} if the model directory must not be served */
  async load(): Promise<Predictor> {
    const { modelDirectory, maxThreads, threshold } = this.#env;
    const [model, threads] = await Promise.all([loadModelDirectory(modelDirectory), threadsFromCgroup(maxThreads)]);
    const predictor = await loadPredictor(model, { threads, threshold });
    this.#revision = revisionOf(predictor);
    this.#predictor = predictor;
    return predictor;
  }

  /** Stays "starting", although it predicts once its model is loaded, until `done` resolves. */
  async startWith(done: Promise<unknown>): Promise<void> {
    this.#held = true;
    await done;
    this.#held = false;
  }

  drain(): void {
    this.#draining = true;
  }

  async modelFile(name: ModelFile): Promise<Uint8Array> {
    // The verified content, even if the file has changed since.
    return this.#predictor?.model.files.get(name) ?? readFile(join(this.#env.modelDirectory, name));
  }
}
