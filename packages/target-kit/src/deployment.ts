// What the program hands to a target's deploy.ts, and what it gets back. `V` is the engine's type of a future value.
import type { ArtifactKind } from "./target.ts";

/** An artifact on this machine's disk. */
export interface DeployableArtifact {
  readonly kind: ArtifactKind;
  readonly platform: string;
  readonly digest: `sha256:${string}`;
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** Relative to the repository's root if it lies inside, so that two clones declare the same; otherwise absolute. */
  readonly path: string;
}

/** The model in the artifacts. `example` is an instance that it accepts, from its manifest. */
export interface DeployedModel {
  readonly name: string;
  readonly version: string;
  readonly onnxSha256: string;
  readonly example: Readonly<Record<string, unknown>>;
}

export interface DeployContext<S> {
  readonly stack: string;
  /** First part of the name of every resource that the target declares. */
  readonly name: string;
  readonly environment?: string;
  readonly settings: S;
  readonly model: DeployedModel;
  /** Throws a sentence if packaging built no such artifact for that platform (by default this machine's). */
  readonly artifact: (kind: ArtifactKind, platform?: string) => DeployableArtifact;
}

/** What every target gives; a target adds its own under the names that its `outputs` declares. */
export interface Outputs<V> {
  readonly url: V;
  readonly predictUrl: V;
  readonly artifactDigest: V;
  /** How requests authenticate: `requestAuthText` of target-kit. */
  readonly auth: V;
  /** A shell line that gets a prediction from `predictUrl`, with the credentials that `auth` names. */
  readonly curl: V;
  readonly [own: string]: V;
}

/** The outputs that the program adds, the same way for every target. */
export const programOutputs = ["target", "modelName", "modelVersion"] as const;

/** The outputs that every target's deploy must give. */
export const commonOutputs = ["url", "predictUrl", "artifactDigest", "auth", "curl"] as const;

/** The export `deploy` of a target's deploy.ts. */
export type Deploy<S, V> = (context: DeployContext<S>) => Promise<Outputs<V>>;
