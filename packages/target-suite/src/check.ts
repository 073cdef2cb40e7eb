// What a check is, and what it is run on.
import type { AccountChoice } from "@modelport/offline-engine/in-process";
import type { DeclaredResource } from "@modelport/policies";
import type { ArtifactKind, RawSettings, Target } from "@modelport/target-kit";
import type { Mistake } from "./mistake.ts";

/** A sentence with resource, property, value, what is allowed and what to do. */
export type Finding = string;

export interface Check {
  /** In the form `names-do-not-collide`; a seeded mistake names it. */
  readonly id: string;
  /** What it demands. */
  readonly title: string;
  /** Takes seconds: it runs on a seeded mistake only if that names it. */
  readonly isCostly?: boolean;
  /** Empty where all is well. */
  run(subject: Subject): Promise<readonly Finding[]>;
}

/** Packages what a stack deploys, on a base of a few kilobytes; gives the folder for MODELPORT_ARTIFACTS_DIR. */
export type PackArtifacts = (options?: { readonly modelVersion?: string }) => Promise<string>;

/** Settings with which a target is deployed under mocks, as they stand in a stack file. */
export interface Variant {
  readonly name: string;
  readonly settings: RawSettings;
}

/** What the suite must be told of a target, and cannot read from it. */
export interface TargetSuite {
  /** The target's folder, with its deploy.ts: `import.meta.dirname`. */
  readonly folder: string;
  /**
   * Settings by a name of their own, beside `defaults` (always there) and `public` (there where the target has that
   * setting). Together they should take every branch of the program.
   */
  readonly variants?: Readonly<Record<string, RawSettings>>;
  /**
   * By setting: settings with another value of it than the default, and what it needs beside it. The suite sets each beside
   * the defaults and in its `contexts`, removes it again, and looks for what is left in the cloud.
   */
  readonly samples?: Readonly<Record<string, RawSettings>>;
  /** By a name of its own: settings beside which some of the samples are tried too; all are beside the defaults. */
  readonly contexts?: Readonly<Record<string, { readonly settings: RawSettings; readonly samples: readonly string[] }>>;
  /** Settings of every deployment under mocks, e.g. ports that are free on this machine. */
  readonly settings?: RawSettings;
  /** More values of settings, by key, beside those of `samples` and those that the schema tells. */
  readonly values?: Readonly<Record<string, readonly unknown[]>>;
  /** Settings that the target refuses; refusals.golden.txt has what it says of each. */
  readonly refused?: readonly RawSettings[];
  /** Settings that are refused alone, by key, with the reason why only the user can choose the other one. */
  readonly decidedTogether?: Readonly<Record<string, string>>;
  /** Configuration of the stack beside the target's settings, e.g. `{ "aws:region": "eu-west-1" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** The account of the clouds, one of packages/offline-engine's `ACCOUNTS` or what differs from a well-used one. */
  readonly account?: AccountChoice;
  /** What only a cloud could know of a resource, by type, where the suite's own answer does not do. */
  readonly computed?: Readonly<Record<string, (resource: DeclaredResource) => Readonly<Record<string, unknown>>>>;
  /** What the suite must find; see mistake.ts. */
  readonly mistakes?: readonly Mistake[];
  /** What the clouds' functions answer, by token (`aws:index/getCallerIdentity:getCallerIdentity`), in the same case. */
  readonly calls?: Readonly<
    Record<string, (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
  >;
}

/** An artifact that a deployment asked for. */
export interface AskedArtifact {
  readonly kind: ArtifactKind;
  readonly platform: string;
  readonly digest: string;
}

/** A resource with its inputs as they go to the engine too: with marks for assets, secrets and what is unknown. */
export interface RegisteredResource extends DeclaredResource {
  readonly wireInputs: Readonly<Record<string, unknown>>;
  /** URNs of the resources that it waits for. */
  readonly dependencies: readonly string[];
}

/** What a program declares under mocks. */
export interface MockDeployment {
  readonly variant: Variant;
  readonly stack: string;
  readonly resources: readonly RegisteredResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What it logged as warnings. */
  readonly warnings: readonly string[];
  readonly artifacts: readonly AskedArtifact[];
  /** Why the program did not come to its end; the rest is then what it had declared by then. */
  readonly failure: unknown;
}

/** A target with all that the checks read of it; deployments are made once and shared. */
export interface Subject {
  readonly target: Target;
  readonly suite: TargetSuite;
  /** `defaults` is the first. */
  readonly variants: readonly Variant[];
  /** One deployment of `variant` as the stack `<target>`, or `<target>-<environment>`. */
  deployment(variant: Variant, options?: { environment?: string; preview?: boolean }): Promise<MockDeployment>;
}
