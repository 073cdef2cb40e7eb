// The one app behind every door: platforms see only fetch(Request).
import { Hono } from "hono";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { methodGuard, onError } from "./faults.ts";
import { limitBody } from "./limit-body.ts";
import { observe } from "./observe.ts";
import { openInference } from "./routes/open-inference.ts";
import { operations } from "./routes/operations.ts";
import { pages } from "./routes/pages.ts";
import { predictBatch } from "./routes/batch.ts";
import { predictOne } from "./routes/predict.ts";
import type { Service } from "./service.ts";

/** What an entry hands to the app. */
export interface AppDependencies {
  readonly service: Service;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** The most bytes of a batch that this door takes. */
  readonly batchBytes: number;
}

/**
 * What an entry says of a single request: `requestId` is the platform's own, where it gives one; `batchBytes` replaces
 * the dependencies' where the same entry stands behind several fronts; `whyEndAt` has the sentence why a streamed answer
 * must end before it has so many bytes, where it must. Handlers read the final request id from `vars`.
 */
export interface AppEnv {
  Bindings: { requestId?: string; batchBytes?: number; whyEndAt?: (bytes: number) => string | undefined };
  Variables: { requestId: string };
}

/** The most bytes that the body of a single prediction may have. */
export const MAX_BODY_BYTES = 65_536;

/** Builds the app; it holds no state but what `dependencies` hold. */
export function createApp(dependencies: AppDependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(observe(dependencies));
  app.onError(onError(dependencies.log));

  const predict = predictOne(dependencies);
  const limit = limitBody(MAX_BODY_BYTES);
  app.post("/api/v1/predict", limit, predict);
  app.post("/predict", limit, predict);
  app.post("/api/v1/predict/batch", predictBatch(dependencies));
  app.route("/", openInference(dependencies));
  app.route("/", operations(dependencies));
  app.route("/", pages());

  app.notFound(methodGuard(app.routes));
  return app;
}
