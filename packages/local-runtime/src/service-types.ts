import type { InvokeMode } from "./serve-lambda.ts";

export type ServiceArtifactKind = "server-bundle" | "lambda-zip";

/** What to run, and where its state is. */
export interface ServiceSpec {
  readonly name: string;
  readonly artifact: {
    readonly kind: ServiceArtifactKind;
    /** Absolute. */
    readonly path: string;
    /** `sha256:…`, as in artifacts.json. */
    readonly digest: string;
  };
  /** Absolute; owned by this service: created by startService, removed by stopService. */
  readonly directory: string;
  readonly port: number;
  /**
   * The setting that moves the port, for messages; default serverPort or lambdaPort, depending on the artifact's kind.
   */
  readonly portSetting?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Lambda only. */
  readonly memoryMiB?: number;
  /** Lambda only: the timeout of one invocation. */
  readonly timeoutSeconds?: number;
  /** Lambda only: the handler, an export of the bundle; default `index.handler`. */
  readonly handler?: string;
  /**
   * Lambda only: the invoke mode of the function URL; RESPONSE_STREAM needs a handler that streams. Default BUFFERED.
   */
  readonly invokeMode?: InvokeMode;
  /** Who starts it: the same owner may start it again while it runs, which ends the previous one. */
  readonly owner?: string;
  /** How long startService waits for GET /ready; default 30. */
  readonly startTimeoutSeconds?: number;
}

/** A started service, with what distinguishes it from any other process. Plain JSON. */
export interface RunningService {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** The leader of the service's own process group. */
  readonly pid: number;
  /** The start identity of that process: a later process with the same pid has another one. */
  readonly startedAt: string;
  readonly instanceId: string;
  readonly directory: string;
  readonly artifactDigest: string;
  readonly owner?: string;
}
