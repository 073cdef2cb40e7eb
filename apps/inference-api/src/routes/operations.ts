import { Hono } from "hono";
import type { AppDependencies, AppEnv } from "../http/context.ts";
import { refuse } from "../http/refuse.ts";
import { respond, respondJson } from "../http/respond.ts";
import type { Service } from "../service.ts";

/** The routes for operators and clients other than predictions. */
export function operations({ service, metrics }: AppDependencies): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/health", (c) => respondJson(c, { status: "alive" }));
  routes.get("/ready", (c) => {
    const { state, instanceId } = service;
    return respondJson(c, { status: state, instance_id: instanceId }, state === "ready" ? 200 : 503, {
      "Cache-Control": "no-store",
    });
  });
  routes.get("/model", (c) => {
    const description = describeModel(service);
    return description ? respondJson(c, description) : refuse(c, "not_ready", { headers: { "Retry-After": "1" } });
  });
  routes.get("/model/card", async (c) =>
    respond(c, await service.modelFile("README.md"), 200, { "Content-Type": "text/markdown; charset=utf-8" }),
  );
  routes.get("/openapi.json", async (c) =>
    respond(c, await service.modelFile("openapi.json"), 200, { "Content-Type": "application/json" }),
  );
  routes.get("/metrics", async (c) => {
    const exposition = await metrics.exposition?.();
    if (!exposition)
      return refuse(c, "not_found", { detail: `The ${service.entry} entry has no /metrics: nobody can scrape it.` });
    return respond(c, exposition.text, 200, { "Content-Type": exposition.contentType });
  });
  return routes;
}

function describeModel(service: Service) {
  const { predictor, revision } = service;
  if (!predictor) return undefined;
  const { name, version, title, description, license, synthetic, onnx, features, output, explanation, metrics } =
    predictor.model.manifest;
  return {
    name,
    version,
    title,
    description,
    license,
    synthetic,
    sha256: onnx.sha256,
    digest: predictor.model.digest,
    revision,
    onnx,
    features,
    output: { ...output, ...(predictor.threshold !== undefined && { threshold: predictor.threshold }) },
    explanation,
    metrics,
    runtime: {
      entry: service.entry,
      instance_id: service.instanceId,
      artifact_digest: service.artifactDigest ?? null,
      node: process.versions.node,
      threads: predictor.threads,
    },
  };
}
