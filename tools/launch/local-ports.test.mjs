// Which ports `npm start` serves on. The ports of these tests are free ones, named in a stack's file of the test's own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

/** A process that listens on `port` and works in `folder`, as a service of a stack does. */
async function serviceIn(folder, port) {
  mkdirSync(folder, { recursive: true });
  const program = `require("node:net").createServer().listen(${port}, "127.0.0.1", () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", program], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  await once(child.stdout, "data");
  return child;
}

const choose = (root, machine) => chooseLocalPorts({ root, env: process.env, ...(machine && { machine }) });
const portsOf = (chosen) => chosen.map(({ port }) => port);

describe("the ports of npm start", () => {
  it("are those of the settings where both are free", async () => {
    const first = await freePort(2);
    const chosen = await choose(repository(first, first + 1));
    expect(portsOf(chosen)).toEqual([first, first + 1]);
    expect(movedPortSentences(chosen)).toEqual([]);
    expect(portFlags(chosen)).toEqual([]);
  });

  it.each(["127.0.0.1", "0.0.0.0"])("are the next free ones where another program listens on %s", async (host) => {
    const first = await freePort(5);
    await listen(first, host);
    await listen(first + 2, host);
    const chosen = await choose(repository(first, first + 1));
    // The next one is the other service's, and the one after that is taken too.
    expect(portsOf(chosen)).toEqual([first + 3, first + 1]);
    expect(portFlags(chosen)).toEqual(["--config", `modelport:serverPort=${first + 3}`]);
  });

  it("are two different ones where both are taken", async () => {
    const first = await freePort(4);
    await listen(first);
    await listen(first + 1);
    expect(portsOf(await choose(repository(first, first + 1)))).toEqual([first + 2, first + 3]);
  });

  it("are read as the engine reads them, without the project's name too", async () => {
    const first = await freePort(3);
    await listen(first);
    expect(portsOf(await choose(repository(first, first + 1, "")))).toEqual([first + 2, first + 1]);
  });

  it("are left to the settings' own sentence where there can be no such port", async () => {
    const chosen = await choose(repository(70_000, 0));
    expect(portsOf(chosen)).toEqual([70_000, 0]);
    expect(portFlags(chosen)).toEqual([]);
  });

  it("say who has the first one, which one it is now, and how to change it back", async () => {
    const first = await freePort(3);
    await listen(first + 1);
    const chosen = await choose(repository(first, first + 1), { platform: "linux", procFolder: "/nowhere" });
    expect(movedPortSentences(chosen)).toEqual([
      `Port ${first + 1} is not free (taken by a process that this user cannot see), so the Lambda zip gets port ` +
        `${first + 2}, and keeps it in stacks/Pulumi.local.yaml (to change it: npx pulumi config set ` +
        `modelport:lambdaPort ${first + 1} --stack local).`,
    ]);
  });
});

if (process.platform !== "linux") console.warn("SKIPPED, who holds a port: /proc is Linux's alone.");

describe.runIf(process.platform === "linux")("a port that is held", () => {
  it("by this clone's own service stays that service's", async () => {
    const first = await freePort(2);
    const root = repository(first, first + 1);
    await serviceIn(join(root, ".modelport/local/local/server"), first);
    await serviceIn(join(root, ".modelport/local/without-pulumi/lambda"), first + 1);
    expect(portsOf(await choose(root))).toEqual([first, first + 1]);
  });

  it.each([".modelport/local/local/lambda", ".modelport/local/local-b/server", "elsewhere"])(
    "by what runs in %s is taken",
    async (folder) => {
      const first = await freePort(3);
      const root = repository(first, first + 1);
      const { pid } = await serviceIn(join(root, folder), first);
      const chosen = await choose(root);
      expect(portsOf(chosen)).toEqual([first + 2, first + 1]);
      expect(movedPortSentences(chosen)).toEqual([
        expect.stringMatching(
          new RegExp(`^Port ${first} is taken by \\S+ \\(pid ${pid}\\), so the server bundle gets `),
        ),
      ]);
    },
  );
});
