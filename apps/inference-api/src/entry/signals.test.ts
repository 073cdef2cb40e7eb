// Which signals drain the server, and how they shorten each other.
import { afterEach, expect, it } from "vitest";
import { pause, spawnServer, type SpawnedServer } from "./spawned.testing.ts";

let server: SpawnedServer;
afterEach(() => void server.child.kill("SIGKILL"));

const within = (milliseconds: number) => Promise.race([server.ended, pause(milliseconds).then(() => "still there")]);
const messages = () => server.log().map(({ message }) => message);

it("SIGINT behind SIGTERM skips what is left of the wait", async () => {
  server = await spawnServer({ DRAIN_DELAY_MS: "60000" });
  server.child.kill("SIGTERM");
  await pause(200);
  expect(messages()).toContain("draining");
  server.child.kill("SIGINT");
  expect(await within(4000)).toBe(0);
  expect(messages().filter((message) => message === "draining" || message === "stopped")).toEqual([
    "draining",
    "stopped",
  ]);
});

it("SIGTERM behind SIGTERM, or behind SIGINT, changes nothing", async () => {
  server = await spawnServer({ DRAIN_DELAY_MS: "800" });
  const began = performance.now();
  server.child.kill("SIGTERM");
  await pause(100);
  server.child.kill("SIGTERM");
  expect(await within(4000)).toBe(0);
  expect(performance.now() - began).toBeGreaterThan(790);
});

it("SIGHUP drains as SIGTERM does", async () => {
  server = await spawnServer({ DRAIN_DELAY_MS: "300" });
  server.child.kill("SIGHUP");
  await pause(100);
  expect((await fetch(`${server.url}/ready`)).status).toBe(503);
  expect(await within(4000)).toBe(0);
  expect(messages()).toContain("stopped");
});

it("logs the port that it got for PORT=0", async () => {
  server = await spawnServer({ PORT: "0" });
  const ready = server.log().find(({ message }) => message === "ready");
  expect(ready?.["port"]).toBeGreaterThan(0);
  expect((await fetch(`http://127.0.0.1:${String(ready?.["port"])}/ready`)).status).toBe(200);
});
