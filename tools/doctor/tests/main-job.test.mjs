import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCompleteMachine, createMachine, FAILS, HANGS } from "./fixture.mjs";

const lacks = async (machine, id = "main-job", options) =>
  (await machine.rows(id, options)).filter((line, index, lines) =>
    line.startsWith("  $") ? !lines[index - 1].startsWith("ok") : !line.startsWith("ok"),
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
      "  $ curl -fsSL https://deb.nodesource.com/setup_24.x | bash - && apt-get install -y nodejs",
      "missing npm: 8.19.4; 9.6.4 or newer is needed",
      "  $ npm install --global npm@11",
    ]);
  });

  it("a Node that runs only what the pinned one would run, where none is packaged", async () => {
    const machine = await createCompleteMachine({ machine: { arch: "arm64" } });
    expect(await lacks(machine)).toEqual([
      "missing Node: 20.20.2; 22.18.0 or newer is needed",
      "  $ curl -fsSL https://deb.nodesource.com/setup_24.x | bash - && apt-get install -y nodejs",
      "note project's Node: none is packaged for this platform; the one on PATH is used",
    ]);
  });

  it("the pinned Node when it does not start", async () => {
    const machine = await createCompleteMachine();
    machine.write(join(machine.root, "node_modules", ".bin", "node"), FAILS, 0o755);
    expect(await lacks(machine)).toEqual([
      "missing project's Node: `./node_modules/.bin/node --version` fails; see by hand why",
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
      "missing  Node            `node --version` did not answer within 0.5 s; see by hand why",
      "missing  npm             `npm --version` did not answer within 0.5 s; see by hand why",
      "note     CLI on PATH     /programs/pulumi is not used: `pulumi version` did not answer within 0.5 s.",
      "note     Go              `go version` did not answer within 0.5 s; see by hand why",
      "missing  Python          `python3 --version` did not answer within 0.5 s; see by hand why",
      "missing  podman          `podman info` did not answer within 0.5 s; see by hand why",
      "missing  docker          `docker info` did not answer within 0.5 s; see by hand why",
      "missing  kubectl         `kubectl version --client` did not answer within 0.5 s; see by hand why",
      "missing  Chromium        `/programs/chromium --version` did not answer within 0.5 s; see by hand why",
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
      "node_modules is not in line with package-lock.json",
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
  ])("%s", async (_when, prepare, value, mend) => {
    const machine = await createMachine();
    prepare(machine);
    const rows = await lacks(machine);
    const index = rows.indexOf(`missing dependencies: ${value}`);
    expect(rows[index + 1]).toBe(`  $ ${mend}`);
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

if (process.platform !== "linux") console.warn("SKIPPED, who holds a port: /proc is Linux's alone.");

describe("the ports", () => {
  it("are 8000 and 8001 where the stack names no others", async () => {
    const machine = await createCompleteMachine();
    machine.write(join(machine.root, "stacks", "Pulumi.local.yaml"), "config: {}\n");
    const names = (await machine.rows("main-job")).join("\n").match(/port \d+/g);
    expect(names).toEqual(["port 8000", "port 8001"]);
  });

  it.runIf(process.platform === "linux").each(["127.0.0.1", "0.0.0.0", "::"])(
    "name who holds one on %s, and mend it with another",
    async (host) => {
      const machine = await createCompleteMachine();
      await listen(machine.ports[0], host);
      const [line, mend, ...others] = await lacks(machine);
      expect(line).toMatch(new RegExp(`^missing port ${machine.ports[0]}: taken by \\S.*, pid ${process.pid}$`));
      expect(mend).toMatch(/^ {2}\$ npx pulumi config set serverPort \d+ --stack local$/);
      expect(others).toEqual([]);
    },
  );

  it.runIf(process.platform === "linux")("are fine where this project's own service holds them", async () => {
    const machine = await createCompleteMachine();
    const cwd = join(machine.root, ".modelport", "local", "local", "server");
    mkdirSync(cwd, { recursive: true });
    const program = `require("node:net").createServer().listen(${machine.ports[1]}, "127.0.0.1", () => console.log("up"))`;
    const service = spawn(process.execPath, ["-e", program], { cwd, stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => service.kill());
    await once(service.stdout, "data");
    expect(await machine.rows("main-job")).toContain(
      `ok port ${machine.ports[1]}: this project's own service, pid ${service.pid}`,
    );
  });

  it("are told by lsof on macOS", async () => {
    const machine = await createCompleteMachine({ machine: { platform: "darwin", arch: "arm64" } });
    machine.program(
      "lsof",
      `#!/bin/sh\nif [ "$1" = -a ]; then echo p42; echo n/elsewhere; else echo p42; echo cpostgres; fi\n`,
    );
    await listen(machine.ports[0]);
    expect((await lacks(machine))[0]).toBe(`missing port ${machine.ports[0]}: taken by postgres, pid 42`);
  });

  it("do without the name where the system does not tell it", async () => {
    const machine = await createCompleteMachine({ machine: { procFolder: "/nowhere" } });
    await listen(machine.ports[0]);
    expect((await lacks(machine))[0]).toBe(
      `missing port ${machine.ports[0]}: taken by a process that this user cannot see`,
    );
  });

  it("beyond 65535 are none", async () => {
    const machine = await createCompleteMachine();
    machine.setPorts(machine.ports[0], 70_000);
    expect((await lacks(machine))[0]).toBe("missing port 70000: no port; there are 1 to 65535");
  });
});

describe("the machine", () => {
  it.each([
    [{ glibcVersion: undefined }, "missing platform: linux-x64, musl; the project's native parts need glibc"],
    [{ platform: "win32" }, "missing platform: win32-x64; the project runs on linux-x64, linux-arm64, darwin-arm64"],
    [{ platform: "darwin", arch: "arm64" }, "ok platform: darwin-arm64"],
    [{ quotaCores: 1.5 }, "ok cores: 8, cgroup quota of 1.5"],
    [{ limitBytes: 2 ** 29 }, "ok memory: 16 GiB, cgroup limit of 0.5 GiB"],
    [{ limitBytes: 2 ** 50 }, "ok memory: 16 GiB, no cgroup limit below it"],
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
