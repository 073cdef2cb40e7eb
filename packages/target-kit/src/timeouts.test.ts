import { describe, expect, it } from "vitest";
import { serverTimeouts, timeoutFaults, type Timeouts, timeoutsEnvironment } from "./timeouts.ts";

const kubernetes: Timeouts = {
  ...serverTimeouts,
  cpuPausedBetweenRequests: false,
  requestSeconds: 60,
  frontIdleSeconds: 60,
  deregistrationSeconds: 10,
  preStopSeconds: 15,
  graceSeconds: 40,
};

describe("timeoutFaults", () => {
  it("finds nothing in a sound table, nor where a path has no such timers", () => {
    expect(timeoutFaults(kubernetes)).toEqual([]);
    const none = Object.fromEntries(Object.keys(kubernetes).map((row) => [row, null])) as unknown as Timeouts;
    expect(timeoutFaults(none)).toEqual([]);
    expect(timeoutFaults({ ...none, cpuPausedBetweenRequests: true })).toEqual([]);
  });

  it.each<[Partial<Timeouts>, string]>([
    [
      { frontIdleSeconds: 65 },
      "frontIdleSeconds is 65, but must be below serverKeepAliveSeconds, which is 65, or the server closes a connection on which the load balancer is sending a request.",
    ],
    [
      { serverHeadersSeconds: 60 },
      "serverKeepAliveSeconds is 65, but must be below serverHeadersSeconds, which is 60, or a connection that was kept open closes while its next request arrives.",
    ],
    [
      { deregistrationSeconds: 20 },
      "deregistrationSeconds is 20, but must be below preStopSeconds, which is 15, or the instance stops while the load balancer still sends requests to it.",
    ],
    [
      { drainTimeoutSeconds: 25 },
      "graceSeconds is 40, but preStopSeconds, drainDelaySeconds, drainTimeoutSeconds and 0.5 s to exit add up to 41.5, or running requests are killed.",
    ],
    [
      { cpuPausedBetweenRequests: true },
      "serverKeepAliveSeconds is 65, but must be 0 where cpuPausedBetweenRequests is true, or a timer that expires during the pause closes the connection on which the next request arrives.",
    ],
    [
      { serverKeepAliveSeconds: 0, serverHeadersSeconds: 0 },
      "serverKeepAliveSeconds is 0, but must be below serverHeadersSeconds, which is 0, or a connection that was kept open closes while its next request arrives.",
    ],
  ])("names what %j breaks", (change, sentence) => {
    expect(timeoutFaults({ ...kubernetes, ...change })).toEqual([sentence]);
  });

  it("takes a server that never closes a kept connection, whatever the load balancer does", () => {
    const paused = { ...kubernetes, cpuPausedBetweenRequests: true, serverKeepAliveSeconds: 0, frontIdleSeconds: 600 };
    expect(timeoutFaults(paused)).toEqual([]);
    expect(timeoutsEnvironment(paused)).toMatchObject({ KEEP_ALIVE_TIMEOUT_MS: "0", HEADERS_TIMEOUT_MS: "66000" });
  });

  it("fits the server's own defaults into Cloud Run's ten seconds", () => {
    const cloudRun = { ...kubernetes, deregistrationSeconds: null, preStopSeconds: null, graceSeconds: 10 };
    expect(timeoutFaults(cloudRun)).toEqual([]);
  });
});

it("tells the server its part in milliseconds, and nothing where the path has no such timer", () => {
  expect(timeoutsEnvironment({ ...kubernetes, drainDelaySeconds: 0.25, serverHeadersSeconds: null })).toEqual({
    KEEP_ALIVE_TIMEOUT_MS: "65000",
    DRAIN_DELAY_MS: "250",
    DRAIN_TIMEOUT_MS: "8000",
  });
});
