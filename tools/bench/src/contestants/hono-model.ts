import { serve } from "@hono/node-server";
import { loadModelDirectory, loadPredictor } from "@modelport/predictor";
import { Hono } from "hono";

const predictor = await loadPredictor(await loadModelDirectory(process.env["MODEL_DIR"] ?? "model"));
const { encoder, manifest } = predictor.model;

const app = new Hono();
app.get("/ready", (c) => c.json({ status: "ready" }));
app.post("/predict", async (c) => {
  const row = new Float32Array(predictor.columns);
  if (!encoder.encode(await c.req.json(), row, 0)) return c.json({ error: "The row does not fit the model." }, 422);
  const { scored, index } = await predictor.predictRow(row, false);
  return c.json({ ...predictor.answer(scored, index), model_version: manifest.version });
});
serve({ fetch: app.fetch, port: Number(process.env["PORT"]), hostname: "127.0.0.1" });
