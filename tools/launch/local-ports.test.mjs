// Which ports `npm start` serves on. The ports of these tests are free ones, named in a stack's file of the test's own.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "./free-port.testing.mjs";
import { chooseLocalPorts, movedPortSentences, portFlags } from "./local-ports.mjs";

function repository(serverPort, lambdaPort, prefix = "modelport:") {
  const root = mkdtempSync(join(tmpdir(), "modelport-ports-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "stacks"));
  const settings = `  ${prefix}serverPort: "${serverPort}"\n  ${prefix}lambdaPort: ${lambdaPort}\n`;
  writeFileSync(join(root, "stacks", "Pulumi.local.yaml"), `config:\n${settings}`);
  return root;
}

async function listen(port, host = "127.0.0.1") {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  onTestFinished(() => new Promise((resolve) => server.close(resolve)));
}

/** A service that answers /ready with `instanceId`, and its record in `folder`, as the local stack writes it. */
async function serviceIn(folder, port, { instanceId = "own", recorded = instanceId } = {}) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "service.json"), JSON.stringify({ port, instanceId: recorded }));
  const server = createHttpServer((_request, response) => response.end(JSON.stringify({ instance_id: instanceId })));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
}

const portsOf = (chosen) => chosen.map(({ port }) => port);

describe("the ports of npm start", () => {
  it("are those of the settings where both are free", async () => {
    const first = await freePort(2);
    const chosen = await chooseLocalPorts(repository(first, first + 1));
    expect(portsOf(chosen)).toEqual([first, first + 1]);
    expect(movedPortSentences(chosen)).toEqual([]);
    expect(portFlags(chosen)).toEqual([]);
  });

  it.each(["127.0.0.1", "0.0.0.0"])("are the next free ones where another program listens on %s", async (host) => {
    const first = await freePort(5);
    await listen(first, host);
    await listen(first + 2, host);
    const chosen = await chooseLocalPorts(repository(first, first + 1));
    // The next one is the other service's, and the one after that is taken too.
    expect(portsOf(chosen)).toEqual([first + 3, first + 1]);
    expect(portFlags(chosen)).toEqual(["--config", `modelport:serverPort=${first + 3}`]);
  });

  it("are two different ones where both are taken", async () => {
    const first = await freePort(4);
    await listen(first);
    await listen(first + 1);
    expect(portsOf(await chooseLocalPorts(repository(first, first + 1)))).toEqual([first + 2, first + 3]);
  });

  it("are read as the engine reads them, without the project's name too", async () => {
    const first = await freePort(3);
    await listen(first);
    expect(portsOf(await chooseLocalPorts(repository(first, first + 1, "")))).toEqual([first + 2, first + 1]);
  });

  it("are left to the settings' own sentence where there can be no such port", async () => {
    const chosen = await chooseLocalPorts(repository(70_000, 0));
    expect(portsOf(chosen)).toEqual([70_000, 0]);
    expect(portFlags(chosen)).toEqual([]);
  });

  it("say why the first one is not free, which one it is now, and how to change it back", async () => {
    const first = await freePort(3);
    await listen(first + 1);
    const chosen = await chooseLocalPorts(repository(first, first + 1));
    expect(movedPortSentences(chosen)).toEqual([
      `Port ${first + 1} is taken by another program, so the Lambda zip gets port ${first + 2} and keeps it in ` +
        `stacks/Pulumi.local.yaml (to change it: npx pulumi config set modelport:lambdaPort ${first + 1} --stack local).`,
    ]);
  });
});

describe("a port in use", () => {
  it("stays with this clone's own service", async () => {
    const first = await freePort(2);
    const root = repository(first, first + 1);
    await serviceIn(join(root, ".modelport/local/local/server"), first);
    await serviceIn(join(root, ".modelport/local/without-pulumi/lambda"), first + 1);
    const chosen = await chooseLocalPorts(root);
    expect(chosen.map(({ port, isOwn }) => [port, isOwn])).toEqual([
      [first, true],
      [first + 1, true],
    ]);
    expect(portFlags(chosen)).toEqual([]);
  });

  it.each([
    ["the other service", ".modelport/local/local/lambda", {}],
    ["another stack", ".modelport/local/local-b/server", {}],
    ["a service whose record is of an earlier run", ".modelport/local/local/server", { recorded: "gone" }],
  ])("is not free where it belongs to %s", async (_whose, folder, ids) => {
    const first = await freePort(3);
    const root = repository(first, first + 1);
    await serviceIn(join(root, folder), first, ids);
    expect(portsOf(await chooseLocalPorts(root))).toEqual([first + 2, first + 1]);
  });
});
