// Which addresses the packaged server listens on.
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { spawnServer, type SpawnedServer } from "./spawned.testing.ts";

let server: SpawnedServer | undefined;
afterEach(() => void server?.child.kill("SIGKILL"));

const HAS_IPV6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === "::1"));
if (!HAS_IPV6) process.stdout.write("SKIPPED, the server on IPv6: this machine has no ::1.\n");

const status = (url: string) =>
  fetch(`${url}/ready`).then(
    (answer) => answer.status,
    () => undefined,
  );

describe.each([1, 2])("with %i workers", (workers) => {
  const variables = { WORKERS: String(workers) };
  const several = workers === 1 || process.platform === "linux";

  it.skipIf(!HAS_IPV6 || !several)("all of IPv4 and IPv6, unless HOST says otherwise", async () => {
    server = await spawnServer({ ...variables, HOST: "" });
    expect(await status(`http://127.0.0.1:${server.port}`)).toBe(200);
    expect(await status(`http://[::1]:${server.port}`)).toBe(200);
  });

  it.skipIf(!several)("HOST alone", async () => {
    server = await spawnServer({ ...variables, HOST: "127.0.0.1" });
    expect(await status(`http://127.0.0.1:${server.port}`)).toBe(200);
    expect(await status(`http://127.0.0.2:${server.port}`)).toBeUndefined();
    expect(await status(`http://[::1]:${server.port}`)).toBeUndefined();
  });
});
