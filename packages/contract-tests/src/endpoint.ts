// What an endpoint must bring so that the shared suites can send requests.
import type { Manifest } from "@modelport/contracts";

/** One HTTP request, without the means of transport. */
export interface EndpointRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer; header names are in lower case. */
export interface EndpointResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One way in to a running inference app. */
export interface Endpoint {
  /** What GET /model must report, so that the test knows which process answered. */
  readonly entry: string;
  readonly instanceId: string;
  send(request: EndpointRequest): Promise<EndpointResponse>;
  close(): Promise<void>;
}

/** What an endpoint can and cannot do; never its name. */
export interface Capabilities {
  /** GET /metrics answers Prometheus text. */
  readonly metrics: boolean;
  /** The most bytes of a batch that this endpoint takes. */
  readonly batchBytes: number;
}

/** One row of golden.json: computed by the trainer in float64. */
export interface GoldenRow {
  readonly instance: Readonly<Record<string, string | number | boolean>>;
  /** One number; for a multiclass model one for each class. */
  readonly score: number | readonly number[];
  readonly logit?: number;
  readonly contributions?: readonly number[];
  readonly terms?: readonly number[];
}

/** The model that every endpoint must serve, as the trainer wrote it. */
export interface ExpectedModel {
  readonly manifest: Manifest;
  readonly golden: { readonly tolerance: number; readonly rows: readonly GoldenRow[] };
}
