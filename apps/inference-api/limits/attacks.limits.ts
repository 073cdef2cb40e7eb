// Whatever clients send, a server in a container is not killed for its memory, and is well again when they are gone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attacks, instance } from "./attacks.ts";
import { lack, type LimitedServer, startLimited } from "./limited-server.ts";

const reason = lack();
if (reason !== undefined) process.stderr.write(`\n${reason}\n\n`);

/** What an answer may be: served, refused for what it is, or for what else is under way. */
const STATUSES: ReadonlySet<number> = new Set([200, 400, 413, 422, 431, 503]);

describe.skipIf(reason !== undefined).each([128, 256, 512, 1024])("a server with %i MiB", (memoryMiB) => {
  let server: LimitedServer;
  let idleMiB: number;
  beforeAll(async () => {
    server = await startLimited(memoryMiB);
    idleMiB = server.anonymousMiB();
  });
  // After an attack that killed it: each of the others is judged by itself.
  beforeEach(async () => {
    if (server.end() === undefined) return;
    await server.stop();
    server = await startLimited(memoryMiB);
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
async function held({ url }: LimitedServer): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^modelport_request_memory_bytes (\d+)$/m.exec(text)?.[1]) / 2 ** 20;
}
