// What tests of a target ask of the engine.
import type { AccountChoice } from "./provider/account.ts";
import type { CloudView } from "./provider/cloud-view.ts";

/** The full key (`aws:region`, `modelport:memoryMiB`), or the bare one of a setting of this project (`memoryMiB`). */
export type StackSettings = Readonly<Record<string, string | number | boolean | object>>;

export type StepOperation =
  "create" | "update" | "replace" | "delete" | "same" | "read" | "create-replacement" | "delete-replaced";

/** What the engine did, or would do, with one resource. */
export interface OfflineStep {
  readonly op: StepOperation;
  /** `aws:lambda/function:Function`; components and the stack itself are here too. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly parent: string | undefined;
  /** Paths of the inputs that change (`environment.variables.LOG_LEVEL`), sorted; those that force a replacement too. */
  readonly diff?: readonly string[];
  /** Paths of the inputs that force the replacement. */
  readonly replaces?: readonly string[];
}

/** A command that the engine has run to its end. */
export interface OfflineRun {
  /** 0 where it succeeded. */
  readonly code: number;
  /** What the CLI printed, without colours. */
  readonly output: string;
  /** Parents before children, those by type and name. A replacement is one step `replace` (its parts are left out). */
  readonly steps: readonly OfflineStep[];
  /** Errors and warnings, without colours and without the engine's prefix. */
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
  /** Secrets are plain here: a test may assert them. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One object that the stand-in's cloud holds. */
export interface CloudObject {
  readonly type: string;
  /** Of the resource that made it. */
  readonly name: string;
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Environment = Readonly<Record<string, string>>;

/** The real Pulumi engine with stand-in clouds: a state, a login, clouds and a registry of its own, all temporary. */
export interface OfflineEngine {
  /** Makes these all the settings of the stack. Without it the stack has those of its committed file, if there is one. */
  configure(stack: string, settings: StackSettings): Promise<void>;
  /** Any command of the CLI: `run("lambda", ["stack", "export"])`; `--stack` and `--non-interactive` are added. */
  run(stack: string, args: readonly string[], environment?: Environment): Promise<{ code: number; output: string }>;
  /** Without a preview before it, as `pulumi up --yes --skip-preview`. */
  up(stack: string, environment?: Environment): Promise<OfflineRun>;
  preview(stack: string, environment?: Environment): Promise<OfflineRun>;
  refresh(stack: string, environment?: Environment): Promise<OfflineRun>;
  destroy(stack: string, environment?: Environment): Promise<OfflineRun>;
  /** The stack's outputs, secrets included. */
  outputs(stack: string): Promise<Readonly<Record<string, unknown>>>;
  resources(stack: string): Promise<readonly StateResource[]>;
  /** Removes the object that the resource `name` made, behind the engine's back; throws where there is none. */
  deleteOutside(stack: string, name: string): Promise<void>;
  cloud(stack: string): Promise<readonly CloudObject[]>;
  /** The same, with what inputs can set apart from what only a cloud can know. */
  views(stack: string): Promise<readonly CloudView[]>;
  /** From now on the clouds belong to this account; what was made stays. */
  account(choice: AccountChoice): Promise<void>;
  /** The steps of a run as a tree by parents, one line each, for people. */
  tree(run: OfflineRun): string;
  /** `host:port` of the registry that stands behind every container registry of the stand-in's clouds. */
  readonly registry: string;
  /** Forgets everything. Nothing is left on the machine, whatever state the stacks are in. */
  dispose(): Promise<void>;
}

export interface OfflineEngineOptions {
  /** Default: `used`, an account that has been in use for a while. */
  readonly account?: AccountChoice;
  /** A stack file to begin with instead of `stacks/Pulumi.<stack>.yaml`; it is copied, never written. */
  readonly stackFile?: string;
  /** The folder of another Pulumi.yaml than this repository's. */
  readonly project?: string;
  /**
   * A cluster to which objects of Kubernetes are applied on the server's side (`kubectl`), rollouts waited for. What is
   * made there stays until it is destroyed.
   */
  readonly kubeconfig?: string;
}
