// What the program hands to a target's deploy.ts, and what it gets back. `V` is the engine's type of a future value.
import type { RequestAuth } from "./request-auth.ts";
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

/** The model in the artifacts. */
export interface DeployedModel {
  readonly name: string;
  readonly version: string;
  readonly onnxSha256: string;
  /** A valid instance, from the manifest. */
  readonly example: Readonly<Record<string, unknown>>;
}

export interface DeployContext<S> {
  readonly stack: string;
  /** First part of the name of every resource that the target declares. */
  readonly name: string;
  readonly environment?: string;
  readonly settings: S;
  readonly model: DeployedModel;
  /** @throws {DeploymentRefused} if packaging built none of that kind for that platform (by default this machine's) */
  readonly artifact: (kind: ArtifactKind, platform?: string) => DeployableArtifact;
}

/** What a target's deploy gives back. The program adds the outputs that follow from it: {@link stackOutputs}. */
export interface Deployed<V> {
  /** Where the deployment answers, without a slash at the end. */
  readonly url: V;
  /** What the endpoint demands of a request. */
  readonly auth: RequestAuth;
  /** The artifact that answers at `url`. */
  readonly artifact: DeployableArtifact;
  /** The target's own outputs, as texts, under the names that its `outputs` declares. */
  readonly [own: string]: V | RequestAuth | DeployableArtifact;
}

/** The export `deploy` of a target's deploy.ts. It declares the resources and does not wait for them. */
export type Deploy<S, V> = (context: DeployContext<S>) => Deployed<V> | Promise<Deployed<V>>;
