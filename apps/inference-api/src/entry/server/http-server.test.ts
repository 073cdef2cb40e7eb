import { maxHeaderSize } from "node:http";
import { expect, it } from "vitest";
import { parseEnv } from "../../env.ts";
import { createLogger } from "../../log/log.ts";
import { MemoryBudget } from "../../memory/memory-budget.ts";
import { noMetrics } from "../../metrics/metrics.ts";
import { Connections } from "./connections.ts";
import { createHttpServer } from "./http-server.ts";

it("has the settings that docs/reference/http-api.md names", () => {
  const connections = new Connections(new MemoryBudget(1_000_000));
  const dependencies = { connections, metrics: noMetrics, log: createLogger("silent") };
  const server = createHttpServer(() => () => undefined, dependencies, parseEnv({}));
  expect(server).toMatchObject({
    requestTimeout: 0,
    headersTimeout: 66_000,
    connectionsCheckingInterval: 5000,
    keepAliveTimeout: 65_000,
    keepAliveTimeoutBuffer: 1000,
    timeout: 0,
    maxHeadersCount: 0,
    maxRequestsPerSocket: 0,
    requireHostHeader: false,
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: false,
    highWaterMark: 65_536,
    rejectNonStandardBodyWrites: false,
  });
  expect(server.listenerCount("upgrade")).toBe(0);
  expect(maxHeaderSize).toBe(16_384);
});
