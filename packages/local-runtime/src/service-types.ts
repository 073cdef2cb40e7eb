import type { InvokeMode } from "./serve-lambda.ts";

export type ServiceArtifactKind = "server-bundle" | "lambda-zip";

/** What to run, and where its state lives. */
export interface ServiceSpec {
  readonly name: string;
  readonly artifact: {
    readonly kind: ServiceArtifactKind;
    /** Absolute. */
    readonly path: string;
    /** `sha256:…`, as in artifacts.json. */
    readonly digest: string;
  };
  /** Absolute; owned by this service: made by startService, removed by stopService. */
  readonly directory: string;
  readonly port: number;
  /** What the user would change to move the port; default serverPort or lambdaPort by the artefact's kind. */
  readonly portSetting?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Lambda only. */
  readonly memoryMiB?: number;
  /** Lambda only: of one invocation. */
  readonly timeoutSeconds?: number;
  /** Lambda only: which export of the bundle answers; default `index.handler`. */
  readonly handler?: string;
  /** Lambda only: of the front; RESPONSE_STREAM goes with a handler that streams. Default BUFFERED. */
  readonly invokeMode?: InvokeMode;
  /** Who starts it: the same owner may start it again while it runs, which ends the one before. */
  readonly owner?: string;
  /** How long startService waits for GET /ready; default 30. */
  readonly startTimeoutSeconds?: number;
}

/** A service that was started, with what tells it from any other process. Plain JSON. */
export interface RunningService {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Leader of the service's own process group. */
  readonly pid: number;
  /** Start identity of that process: a later process with the same pid has another. */
  readonly startedAt: string;
  readonly instanceId: string;
  readonly directory: string;
  readonly artifactDigest: string;
  readonly owner?: string;
}
