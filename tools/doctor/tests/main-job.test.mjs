import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCompleteMachine, createMachine, FAILS, HANGS } from "./fixture.mjs";

const lacks = async (machine, id = "main-job", options) =>
  (await machine.rows(id, options)).filter((line, index, lines) =>
    line.startsWith("  ") ? !lines[index - 1].startsWith("ok") : !line.startsWith("ok"),
  );

async function listen(port, host = "127.0.0.1") {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  onTestFinished(() => server.close());
}

// A zombie that nobody has reaped yet runs no more.
const isRunning = (pid) => {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z]/.test(stdout.trim());
};

describe("programs that do not do", () => {
  it("old versions, with what is needed", async () => {
    const machine = await createCompleteMachine();
    machine.program("node", "#!/bin/sh\necho v18.19.0\n");
    machine.program("npm", "#!/bin/sh\necho 8.19.4\n");
    expect(await lacks(machine)).toEqual([
      "missing Node: 18.19.0; 20.0.0 or newer is needed",
      "  see https://nodejs.org/en/download",
      "missing npm: 8.19.4; 9.6.4 or newer is needed",
      "  $ npm install --global npm@11",
    ]);
  });

  it("a Node that runs only what the pinned one would run, where none is packaged", async () => {
    const machine = await createCompleteMachine({ machine: { arch: "arm64" } });
    expect(await lacks(machine)).toEqual([
      "missing Node: 20.20.2; 22.18.0 or newer is needed",
      "  see https://nodejs.org/en/download",
      "note project's Node: none is packaged for this platform; the one on PATH is used",
    ]);
  });

  it("the pinned Node when it does not start", async () => {
    const machine = await createCompleteMachine();
    machine.write(join(machine.root, "node_modules", ".bin", "node"), FAILS, 0o755);
    expect(await lacks(machine)).toEqual([
      "missing project's Node: `./node_modules/.bin/node --version` fails; run it to see why",
      "  $ rm -r node_modules && npm install --no-save",
    ]);
  });

  it("the project's own node and npm on PATH are not the machine's", async () => {
    const machine = await createCompleteMachine({ without: ["node", "npm"] });
    const PATH = `${join(machine.root, "node_modules", ".bin")}:${machine.env.PATH}`;
    expect((await lacks(machine, "main-job", { env: { PATH } })).filter((line) => line.startsWith("missing"))).toEqual([
      "missing Node: not on PATH; 20.0.0 or newer is needed",
      "missing npm: not on PATH",
    ]);
  });

  it("those that hang are ended with their children", async () => {
    const machine = await createCompleteMachine();
    const record = join(machine.folder, "pid");
    machine.program("podman", `#!/bin/sh\n/bin/sleep 60 &\necho $! > ${record}\nwait\n`);
    await machine.examine({ timeoutSeconds: 2 });
    const pid = Number(readFileSync(record, "utf8"));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it("those that hang are told, and nobody waits for them", async () => {
    const machine = await createCompleteMachine();
    for (const name of ["node", "npm", "pulumi", "go", "python3", "podman", "docker", "kubectl", "chromium"])
      machine.program(name, HANGS);
    const started = performance.now();
    const table = await machine.table({ timeoutSeconds: 0.5 });
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(
      table
        .split("\n")
        .filter((line) => line.includes("did not answer"))
        .map((line) => line.trim()),
    ).toEqual([
      "missing  Node            `node --version` did not answer within 0.5 s; run it to see why",
      "missing  npm             `npm --version` did not answer within 0.5 s; run it to see why",
      "note     CLI on PATH     /programs/pulumi is not used: `pulumi version` did not answer within 0.5 s.",
      "note     Go              `go version` did not answer within 0.5 s; run it to see why",
      "missing  Python          `python3 --version` did not answer within 0.5 s; run it to see why",
      "missing  podman          `podman info` did not answer within 0.5 s; run it to see why",
      "missing  docker          `docker info` did not answer within 0.5 s; run it to see why",
      "missing  kubectl         `kubectl version --client` did not answer within 0.5 s; run it to see why",
      "missing  Chromium        `/programs/chromium --version` did not answer within 0.5 s; run it to see why",
    ]);
  });
});

describe("the dependencies", () => {
  const record = (machine) => join(machine.root, "node_modules", ".package-lock.json");

  it.each([
    ["before the install", () => {}, "not installed yet", "npm install --no-save"],
    [
      "after the lockfile changed",
      (machine) => machine.write(record(machine), { packages: {} }),
      "node_modules does not match package-lock.json",
      "npm install --no-save",
    ],
    [
      "with a broken record",
      (machine) => machine.write(record(machine), "{"),
      "npm's record of node_modules is broken",
      "rm -r node_modules && npm install --no-save",
    ],
    [
      "with a conflict in the lockfile",
      (machine) => machine.write(join(machine.root, "package-lock.json"), "<<<<<<<"),
      "package-lock.json is missing or broken",
      "git checkout package-lock.json",
    ],
  ])("%s", async (_when, prepare, value, fix) => {
    const machine = await createMachine();
    prepare(machine);
    const rows = await lacks(machine);
    const index = rows.indexOf(`missing dependencies: ${value}`);
    expect(rows[index + 1]).toBe(`  $ ${fix}`);
  });
});

it("asks for more free space before the install than after", async () => {
  const freeBytes = () => 2.5 * 2 ** 30;
  const before = await createMachine({ machine: { freeBytes } });
  expect((await lacks(before)).slice(-2)).toEqual([
    "missing disk: 2.5 GiB free; 3 GiB are needed",
    "  $ npm cache clean --force",
  ]);
  expect(await lacks(await createCompleteMachine({ machine: { freeBytes } }))).toEqual([]);
});

describe("the ports", () => {
  it("are 8000 and 8001 where the stack names no others", async () => {
    const machine = await createCompleteMachine();
    machine.write(join(machine.root, "stacks", "Pulumi.local.yaml"), "config: {}\n");
    const names = (await machine.rows("main-job")).join("\n").match(/port \d+/g);
    expect(names).toEqual(["port 8000", "port 8001"]);
  });

  it.each(["127.0.0.1", "0.0.0.0", "::"])("that another program uses on %s are a note", async (host) => {
    const machine = await createCompleteMachine();
    await listen(machine.ports[0], host);
    expect(await lacks(machine)).toEqual([
      expect.stringMatching(
        new RegExp(`^note port ${machine.ports[0]}: taken by another program; npm start takes \\d+ instead$`),
      ),
    ]);
  });
});

describe("the machine", () => {
  it.each([
    [{ glibcVersion: undefined }, "missing platform: linux-x64, musl; the project's native parts need glibc"],
    [{ platform: "win32" }, "missing platform: win32-x64; the project runs on linux-x64, linux-arm64, darwin-arm64"],
    [{ platform: "darwin", arch: "arm64" }, "ok platform: darwin-arm64"],
    [{ memoryBytes: 2 ** 29 }, "ok memory: 0.5 GiB"],
  ])("%j", async (machine, line) => {
    expect(await (await createMachine({ machine })).rows("machine")).toContain(line);
  });
});

it("prints neither the home folder nor the repository's", async () => {
  const machine = await createCompleteMachine();
  machine.env.CHROMIUM_PATH = undefined;
  const root = join(machine.home, "work", "modelport");
  mkdirSync(root, { recursive: true });
  machine.write(join(machine.home, ".local", "bin", "pulumi"), "#!/bin/sh\necho v3.240.0\n", 0o755);
  machine.write(join(machine.home, ".local", "bin", "pulumi-language-nodejs"), "#!/bin/sh\n", 0o755);
  const table = await machine.table({ env: { PATH: `${join(machine.home, ".local", "bin")}:${machine.env.PATH}` } });
  expect(table).toContain("3.240.0, from PATH (~/.local/bin)");
  expect(table).not.toContain(machine.home);
  expect(table).not.toContain(basename(realpathSync(machine.folder)));
});
