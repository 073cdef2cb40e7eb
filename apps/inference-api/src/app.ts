// The one app behind every door: platforms see only fetch(Request).
import { type Handler, Hono, type NotFoundHandler } from "hono";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { corsMiddleware } from "./cors.ts";
import { methodGuard, onError } from "./faults.ts";
import { limitBody } from "./limit-body.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { observer } from "./observe.ts";
import { unlessOverloaded } from "./overload.ts";
import { openInference } from "./routes/open-inference.ts";
import { operations } from "./routes/operations.ts";
import { pages } from "./routes/pages.ts";
import { predictBatch } from "./routes/batch.ts";
import { predictOne } from "./routes/predict.ts";
import type { SpoolBudget } from "./batch/spool.ts";
import type { Service } from "./service.ts";

/** What an entry hands to the app. */
export interface AppDependencies {
  readonly service: Service;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** The most bytes of a batch that this door takes. */
  readonly batchBytes: number;
  /** The origins whose pages may ask from a browser; the app says nothing of CORS where there are none. */
  readonly corsOrigins: readonly string[];
  /** What the requests under way may hold. */
  readonly memory: MemoryBudget;
  /** Read the pages before the first request, and not when they are requested. */
  readonly readPagesNow?: boolean;
  /** What streamed answers may hold that are made ahead of clients that do not read yet; undefined: none are. */
  readonly answersAhead?: SpoolBudget;
}

/**
 * What an entry says of a single request: `requestId` is the platform's own, where it gives one; `batchBytes` replaces
 * the dependencies' where the same entry stands behind several fronts; `whyEndAt` has the sentence why a streamed answer
 * must end before it has so many bytes, where it must; `body` is the request's whole body, where the entry has it already;
 * `answer` breaks off a streamed answer, where a body that fails would not do so quietly; `overloaded` says that there is no
 * memory for the request.
 * Handlers read the final request id from `vars`.
 */
export interface AppEnv {
  Bindings: {
    requestId?: string;
    batchBytes?: number;
    whyEndAt?: (bytes: number) => string | undefined;
    body?: Uint8Array;
    overloaded?: true;
    answer?: { destroy(): void };
  };
  Variables: { requestId: string };
}

/** The most bytes that the body of a single prediction may have. */
export const MAX_BODY_BYTES = 65_536;

/** Builds the app; it holds no state but what `dependencies` hold. */
export function createApp(dependencies: AppDependencies): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const observed = observer(dependencies, onError(dependencies));
  const routes = routesOf(dependencies);
  if (dependencies.corsOrigins.length > 0) app.use(corsMiddleware(dependencies.corsOrigins, observed));
  for (const { method, path, handler } of routes) app.on(method, path, observed(path, unlessOverloaded(path, handler)));
  app.notFound(observed("unknown", methodGuard(routes)) as NotFoundHandler<AppEnv>);
  return app;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: Handler<AppEnv>;
}

/** Each has one handler, and there is no middleware but that of CORS where it is asked for: see observe.ts. */
function routesOf(dependencies: AppDependencies): readonly Route[] {
  const routes = new Hono<AppEnv>();
  const predict = limitBody(MAX_BODY_BYTES, dependencies.memory, predictOne(dependencies));
  routes.post("/api/v1/predict", predict);
  routes.post("/predict", predict);
  routes.post("/api/v1/predict/batch", predictBatch(dependencies));
  routes.route("/", openInference(dependencies));
  routes.route("/", operations(dependencies));
  routes.route("/", pages({ now: dependencies.readPagesNow ?? false }));
  return routes.routes;
}
