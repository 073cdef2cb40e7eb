// What a check is, and what it runs on.
import type { AccountChoice } from "@modelport/offline-engine/in-process";
import type { DeclaredResource } from "@modelport/policies";
import type { ArtifactKind, RawSettings, Target } from "@modelport/target-kit";
import type { Billing } from "@modelport/target-kit/billing";
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
  /** Deploys nothing: all that it reads is the suite and what target.ts exports. */
  readonly readsTargetAlone?: boolean;
  /** Empty if nothing is wrong. */
  run(subject: Subject): Promise<readonly Finding[]>;
}

/** Packages what a stack deploys, on a base of a few kilobytes; gives the folder for MODELPORT_ARTIFACTS_DIR. */
export type PackArtifacts = (options?: { readonly modelVersion?: string }) => Promise<string>;

/** Settings with which a target is deployed under mocks, as they stand in a stack file. */
export interface Variant {
  readonly name: string;
  readonly settings: RawSettings;
}

/** What the suite cannot read from a target and must be told. */
export interface TargetSuite {
  /** The target's folder, with its deploy.ts: `import.meta.dirname`. */
  readonly folder: string;
  /**
   * Named settings, in addition to `defaults` and, if the target has that setting, `public`. Together they should take every
   * branch of the program.
   */
  readonly variants?: Readonly<Record<string, RawSettings>>;
  /**
   * By setting: a value other than the default, and the settings that it needs with it. The suite adds each to the defaults and to
   * its `contexts`, removes it again, and looks for what is left in the cloud.
   */
  readonly samples?: Readonly<Record<string, RawSettings>>;
  /** Named settings with which some of the samples are tried too; all samples are tried with the defaults. */
  readonly contexts?: Readonly<Record<string, { readonly settings: RawSettings; readonly samples: readonly string[] }>>;
  /** Settings of every deployment under mocks, e.g. ports that are free on this machine. */
  readonly settings?: RawSettings;
  /** More values of settings, by key, in addition to those of `samples` and of the schema. */
  readonly values?: Readonly<Record<string, readonly unknown[]>>;
  /** Settings that the target refuses; refusals.golden.txt has what it says of each. */
  readonly refused?: readonly RawSettings[];
  /** By key: a setting that is refused alone, with the reason why only the user can choose the other one. */
  readonly decidedTogether?: Readonly<Record<string, string>>;
  /** By key: a setting whose values are all refused but for the default, with the reason. It needs no sample. */
  readonly unavailable?: Readonly<Record<string, string>>;
  /**
   * By key: a setting of which the sample cannot be taken back in a deployment, with the reason. The suite tries that the cloud or
   * the target refuses it, and does not return to the defaults from variants with it.
   */
  readonly irreversible?: Readonly<Record<string, string>>;
  /** Configuration of the stack other than the target's settings, e.g. `{ "aws:region": "eu-west-1" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** The account in the stand-in clouds: one of `ACCOUNTS` of packages/offline-engine, or what differs from a well-used one. */
  readonly account?: AccountChoice;
  /** By type: outputs that only a cloud can know, if the suite's own are not enough. */
  readonly computed?: Readonly<Record<string, (resource: DeclaredResource) => Readonly<Record<string, unknown>>>>;
  /** By resource type: the cost lines of a resource, or why it is free. */
  readonly billing?: Billing;
  /** Mistakes that the suite must find; see mistake.ts. */
  readonly mistakes?: readonly Mistake[];
  /** By token (`aws:index/getCallerIdentity:getCallerIdentity`): what a cloud's function answers, if the stand-in's answer is not enough. */
  readonly calls?: Readonly<Record<string, CallAnswer>>;
}

/** `declared` is what the program has registered so far. */
type CallAnswer = (
  inputs: Readonly<Record<string, unknown>>,
  declared: readonly DeclaredResource[],
) => Readonly<Record<string, unknown>>;

/** An artifact that a deployment asked for. */
export interface AskedArtifact {
  readonly kind: ArtifactKind;
  readonly platform: string;
  readonly digest: string;
}

/** A resource, also with its inputs as the engine gets them: with marks for assets, secrets and unknown values. */
export interface RegisteredResource extends DeclaredResource {
  readonly wireInputs: Readonly<Record<string, unknown>>;
  /** URN of the provider that the program declares for it; undefined for the engine's own. */
  readonly provider: string | undefined;
  /** Paths of inputs whose change replaces it, whatever its provider says. */
  readonly replaceOnChanges: readonly string[];
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
  /** Why the program failed; the other members are then what it had declared so far. */
  readonly failure: unknown;
}

/** A target with everything that the checks read; deployments are made once and shared. */
export interface Subject {
  readonly target: Target;
  readonly suite: TargetSuite;
  /** `defaults` is the first. */
  readonly variants: readonly Variant[];
  /** Those that the checks deploy: all of them, unless a check is to be quick. */
  readonly deployed: readonly Variant[];
  /** One deployment of `variant` as the stack `<target>`, or `<target>-<environment>`. */
  deployment(variant: Variant, options?: { environment?: string; preview?: boolean }): Promise<MockDeployment>;
}
