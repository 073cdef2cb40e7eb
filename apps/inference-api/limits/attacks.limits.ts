// Whatever clients send, a server in a container is not killed for its memory, and is well again when they are gone.
import { memoryForWorkers } from "@modelport/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { attacks, instance } from "./attacks.ts";
import { lack, type LimitedServer, startLimited } from "./limited-server.ts";

const reason = lack();
if (reason !== undefined) process.stderr.write(`\n${reason}\n\n`);

/** What an answer may be: served, refused for what it is, or for what else is under way. */
const STATUSES: ReadonlySet<number> = new Set([200, 400, 413, 422, 431, 503]);

const sizes: readonly (readonly [memoryMiB: number, workers: number])[] = [
  ...[128, 256, 512, 1024].map((memoryMiB) => [memoryMiB, 1] as const),
  [memoryForWorkers(2), 2],
];

describe.skipIf(reason !== undefined).each(sizes)("a server with %i MiB and %i workers", (memoryMiB, workers) => {
  let server: LimitedServer;
  let idleMiB: number;
  beforeAll(async () => {
    server = await startLimited(memoryMiB, workers);
    idleMiB = server.anonymousMiB();
  });
  // After an attack that killed it: each of the others is judged by itself.
  beforeEach(async () => {
    if (server.end() === undefined) return;
    await server.stop();
    server = await startLimited(memoryMiB, workers);
  });
  afterAll(() => server?.stop());

  it.each(Object.entries(attacks))("refuses or serves %s", async (name, attack) => {
    const began = performance.now();
    const statuses = await attack(server.port, memoryMiB);
    const peakMiB = server.end() === undefined ? server.anonymousMiB() : Number.NaN;
    process.stdout.write(
      `${memoryMiB} MiB, ${name}: ${[...new Set(statuses)].join(" ") || "-"}, ${((performance.now() - began) / 1000).toFixed(1)} s, ${peakMiB.toFixed(0)} MiB\n`,
    );
    expect(server.end()).toBeUndefined();
    if (workers > 1) expect(await metric(server, "modelport_workers_replaced_total")).toBe(0);
    expect(statuses.filter((status) => !STATUSES.has(status))).toEqual([]);
    expect(await predict(server)).toBe(200);
  });

  it("has its memory back", async () => {
    // Garbage is collected when there is more to do.
    for (let round = 0; round < 2000; round++) expect(await predict(server)).toBe(200);
    const heldMiB = server.anonymousMiB() - idleMiB;
    process.stdout.write(
      `${memoryMiB} MiB: ${idleMiB.toFixed(0)} MiB idle, ${heldMiB.toFixed(0)} MiB more after all\n`,
    );
    expect(await held(server)).toBeLessThan(0.1);
  });
});

async function predict({ url }: LimitedServer): Promise<number> {
  // A kept connection may have made room for another one.
  const headers = { "content-type": "application/json", connection: "close" };
  const answer = await fetch(`${url}/api/v1/predict`, { method: "POST", headers, body: instance });
  await answer.text();
  return answer.status;
}

/** MiB that requests under way hold, this one included. */
async function held(server: LimitedServer): Promise<number> {
  return (await metric(server, "modelport_request_memory_bytes")) / 2 ** 20;
}

/** Right after an attack a scrape may be refused too, as long as what the attack sent is still under way. */
function metric({ url }: LimitedServer, name: string): Promise<number> {
  return vi.waitFor(
    async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const [, value] = new RegExp(`^${name} (\\d+)$`, "m").exec(text) ?? expect.fail(`no ${name} in ${text}`);
      return Number(value);
    },
    { timeout: 10_000, interval: 200 },
  );
}
