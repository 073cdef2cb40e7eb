// Ports that other stacks and other programs have.
import { createServer } from "node:http";
import { describe, expect, test } from "vitest";
import { answers, openSession, pidOf, reason } from "./session.testing.ts";

const one = `local-ports-${process.pid}`;
const two = `local-ports-${process.pid}-b`;

describe.skipIf(reason !== undefined)("ports that are taken, under the real engine", { timeout: 120_000 }, () => {
  const session = openSession([one, two]);

  test("a second stack with other ports runs beside the first; with the first's it is refused by name", async () => {
    await session.engine().configure(one, { serverPort: session.port(0), lambdaPort: session.port(1) });
    await session.succeed(one, "up", "--yes", "--skip-preview");
    await session.engine().configure(two, { serverPort: session.port(0), lambdaPort: session.port(3) });
    expect(await session.refused(two, "up", "--yes", "--skip-preview")).toContain(
      `Port ${session.port(0)} of modelport:serverPort is in use by the server of the stack ${one}: stop it with \`npx pulumi destroy --stack ${one}\``,
    );
    await session.engine().configure(two, { serverPort: session.port(2), lambdaPort: session.port(3) });
    await session.succeed(two, "up", "--yes", "--skip-preview");
    const instances = await Promise.all([0, 1, 2, 3].map((index) => session.runtimeAt(session.port(index))));
    expect(new Set(instances.map(({ instance_id }) => instance_id)).size).toBe(4);
  });

  test("another program on a dead service's port is neither taken for ours nor stopped", async () => {
    process.kill(pidOf(one, "server"), "SIGKILL");
    await expect.poll(() => answers(session.port(0)), { timeout: 10_000 }).toBe(false);
    const stranger = createServer((_request, response) => response.end('{"status":"ready","instance_id":"other"}'));
    await new Promise<void>((resolve) => void stranger.listen(session.port(0), "127.0.0.1", resolve));
    expect(await session.succeed(one, "refresh", "--yes", "--skip-preview")).toContain("- 1 deleted");
    expect(await session.refused(one, "up", "--yes", "--skip-preview")).toContain(
      `Port ${session.port(0)} of modelport:serverPort is in use by another program`,
    );
    expect(await answers(session.port(0))).toBe(true);
    stranger.closeAllConnections();
    await new Promise((resolve) => void stranger.close(resolve));
    expect(await session.succeed(one, "up", "--yes", "--skip-preview")).toContain("+ 1 created");
  });

  test("destroy of one stack leaves the other alone", async () => {
    await session.succeed(one, "destroy", "--yes", "--skip-preview");
    expect(await answers(session.port(0))).toBe(false);
    expect(await answers(session.port(2))).toBe(true);
    await session.succeed(two, "destroy", "--yes", "--skip-preview");
    expect(session.processesLeft()).toEqual([]);
  });
});
