// The interface of the engine for tests.
import type { AccountChoice } from "./provider/account.ts";
import type { CloudView } from "./provider/cloud-view.ts";

/** The full key (`aws:region`, `modelport:memoryMiB`), or `memoryMiB` for a setting of this project. */
export type StackSettings = Readonly<Record<string, string | number | boolean | object>>;

export type StepOperation =
  "create" | "update" | "replace" | "delete" | "same" | "read" | "create-replacement" | "delete-replaced";

/** What the engine did, or would do, with one resource. */
export interface OfflineStep {
  readonly op: StepOperation;
  /** `aws:lambda/function:Function`; components and the stack itself are included. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string | undefined;
  /** Paths of the inputs that change (`environment.variables.LOG_LEVEL`), sorted; those that force a replacement too. */
  readonly diff?: readonly string[];
  /** Paths of the inputs that force the replacement. */
  readonly replaces?: readonly string[];
}

/** A completed command of the engine. */
export interface OfflineRun {
  /** 0 if it succeeded. */
  readonly code: number;
  /** What the CLI printed, without colors. */
  readonly output: string;
  /** Parents before children, siblings by type and name. A replacement is one step `replace` without its parts. */
  readonly steps: readonly OfflineStep[];
  /** Errors and warnings, without colors and without the engine's prefix. */
  readonly diagnostics: readonly string[];
  /** Packages `@pulumi/…` whose code the program loaded, sorted; `@pulumi/pulumi` is one of them. */
  readonly loadedSdks: readonly string[];
}

/** One resource in the engine's own state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly parent: string | undefined;
  /** Secrets are in plain text, so that a test can assert them. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One object that the stand-in's cloud holds. */
export interface CloudObject {
  readonly type: string;
  /** Of the resource that created it. */
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Environment = Readonly<Record<string, string>>;

/** The real Pulumi engine with stand-in clouds. Its state, login, clouds and registry are its own and temporary. */
export interface OfflineEngine {
  /** Replaces all settings of the stack. Without it the stack has those of its stack file, if there is one. */
  configure(stack: string, settings: StackSettings): Promise<void>;
  /** Any command of the CLI: `run("lambda", ["stack", "export"])`; `--stack` and `--non-interactive` are added. */
  run(stack: string, args: readonly string[], environment?: Environment): Promise<{ code: number; output: string }>;
  /** `pulumi up --yes --skip-preview`. */
  up(stack: string, environment?: Environment): Promise<OfflineRun>;
  preview(stack: string, environment?: Environment): Promise<OfflineRun>;
  refresh(stack: string, environment?: Environment): Promise<OfflineRun>;
  destroy(stack: string, environment?: Environment): Promise<OfflineRun>;
  /** The stack's outputs, secrets included. */
  outputs(stack: string): Promise<Readonly<Record<string, unknown>>>;
  resources(stack: string): Promise<readonly StateResource[]>;
  /** Removes the object of the resource `name` without the engine's knowledge; throws if there is none. */
  deleteOutside(stack: string, name: string): Promise<void>;
  /** Gives that object other values, as something in the cloud would; a refresh sees them. Throws if there is none. */
  changeOutside(stack: string, name: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  cloud(stack: string): Promise<readonly CloudObject[]>;
  /** The same objects; values that inputs can set are separate from values that only a cloud knows. */
  views(stack: string): Promise<readonly CloudView[]>;
  /** From now on the clouds belong to this account; existing objects stay. */
  account(choice: AccountChoice): Promise<void>;
  /** The steps of a run as a tree for people, one line each. */
  tree(run: OfflineRun): string;
  /** `host:port` of the registry that stands in for every container registry of the clouds. */
  readonly registry: string;
  /** Removes everything from the machine, whatever state the stacks are in. */
  dispose(): Promise<void>;
}

export interface OfflineEngineOptions {
  /** Default: `used`, an account that has been in use for a while. */
  readonly account?: AccountChoice;
  /** The initial stack file instead of `stacks/Pulumi.<stack>.yaml`; it is copied and never written. */
  readonly stackFile?: string;
  /** The folder of a Pulumi.yaml other than this repository's. */
  readonly project?: string;
}
