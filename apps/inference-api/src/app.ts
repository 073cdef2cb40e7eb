// The one app that every entry point serves: platforms see only fetch(Request).
import { type Handler, Hono, type NotFoundHandler } from "hono";
import type { AppDependencies, AppEnv } from "./http/context.ts";
import { MAX_BODY_BYTES } from "./limits.ts";
import { corsMiddleware } from "./http/cors.ts";
import { methodGuard, onError } from "./http/faults.ts";
import { limitBody } from "./http/limit-body.ts";
import { observer } from "./http/observe.ts";
import { unlessOverloaded } from "./http/overload.ts";
import { openInference } from "./routes/open-inference.ts";
import { operations } from "./routes/operations.ts";
import { pages } from "./routes/pages.ts";
import { predictBatch } from "./routes/batch.ts";
import { predictOne } from "./routes/predict.ts";

/** Builds the app; its only state is in `dependencies`. */
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

/** Each route has one handler, and the only middleware is CORS, if it is configured: see http/observe.ts. */
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
