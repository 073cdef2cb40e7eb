import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { userCacheFolder } from "@modelport/user-cache";
import { CHROMIUM_PATHS, readMachine } from "../src/machine.mjs";
import { createCompleteMachine, createMachine, FAILS } from "./fixture.mjs";

describe("Pulumi", () => {
  const recentFailure = (machine) =>
    machine.write(join(userCacheFolder({ HOME: machine.home }), "pulumi", "npm-3.265.0.failed"), "");

  it("of an old version on PATH is passed over", async () => {
    const machine = await createCompleteMachine();
    machine.program("pulumi", "#!/bin/sh\necho v3.99.1\n");
    expect((await machine.rows("pulumi"))[0]).toBe(
      `note CLI on PATH: ${join(machine.folder, "programs", "pulumi")} is not used: it is Pulumi 3.99.1, and this project needs 3.230.0 or newer.`,
    );
  });

  it("with a language host from elsewhere", async () => {
    const machine = await createCompleteMachine({ without: ["pulumi-language-nodejs"] });
    machine.write(join(machine.home, "bin", "pulumi-language-nodejs"), "#!/bin/sh\n", 0o755);
    const rows = await machine.rows("pulumi", { env: { PATH: `${machine.env.PATH}:${join(machine.home, "bin")}` } });
    expect(rows[1]).toBe("note language host: from another folder than the CLI (~/bin), so perhaps of another version");
  });

  it("that an earlier run downloaded", async () => {
    const machine = await createCompleteMachine({ without: ["pulumi"] });
    const binDir = join(userCacheFolder({ HOME: machine.home }), "pulumi", "npm-3.265.0", "versions", "3.265.0", "bin");
    machine.write(join(binDir, "pulumi"), "#!/bin/sh\n", 0o755);
    expect((await machine.rows("pulumi")).slice(0, 2)).toEqual([
      `ok CLI: 3.265.0, downloaded by the npm package (${binDir.replace(machine.home, "~")})`,
      "ok language host: 3.265.0, beside the CLI",
    ]);
  });

  it("will be built where the download failed lately", async () => {
    const machine = await createCompleteMachine({ without: ["pulumi"] });
    recentFailure(machine);
    expect((await machine.rows("pulumi")).slice(0, 2)).toEqual([
      "note CLI: none yet; the first use builds 3.230.0 from Go modules in a few minutes",
      "  $ npx pulumi version",
    ]);
  });

  it("is missing where it can be neither downloaded nor built, and the Go that is too old says so", async () => {
    const machine = await createCompleteMachine({ without: ["pulumi"] });
    machine.program("go", '#!/bin/sh\n[ "$GOTOOLCHAIN" = local ] && echo go version go1.22.3 linux/amd64\n');
    recentFailure(machine);
    expect(await machine.rows("pulumi")).toEqual([
      "missing CLI: none of 3.230.0 or newer; the last download failed (https://get.pulumi.com/install.sh does not answer), and Go cannot build it",
      "  see https://www.pulumi.com/docs/iac/download-install/",
      "ok @pulumi/pulumi: 3.270.0 in node_modules",
      "ok state: in .modelport/state of this clone; log in (npx pulumi login) before what costs money",
      "note Go: 1.22.3; 1.25.8 or newer builds the CLI (needed only if the CLI cannot be downloaded)",
      "  see https://go.dev/doc/install",
    ]);
  });
});

describe("Python", () => {
  it.each([
    ["echo 3.9.2", "missing Python: 3.9.2 (python3); 3.11 to 3.14 is needed"],
    ["echo 3.11.2; exit 1", "missing Python: 3.11.2 lacks venv or ensurepip (python3)"],
    ["exit 1", "missing Python: not on PATH; 3.11 to 3.14 is needed"],
  ])("that answers with `%s`", async (script, line) => {
    const machine = await createMachine();
    machine.program("python3", `#!/bin/sh\n${script}\n`);
    const page = "  see https://docs.astral.sh/uv/getting-started/installation/";
    expect(await machine.rows("model")).toEqual([line, page]);
  });

  it("of the first name that does is taken, whatever the others lack", async () => {
    const machine = await createMachine();
    machine.program("python3", "#!/bin/sh\necho 3.9.2\n");
    machine.program("python3.11", "#!/bin/sh\necho 3.11.9\n");
    expect(await machine.rows("model")).toEqual(["ok Python: 3.11.9 with venv and ensurepip (python3.11)"]);
  });
});

describe("containers", () => {
  it("need an engine that runs, not only a program", async () => {
    const machine = await createMachine({ machine: { isRoot: false } });
    machine.program("podman", FAILS);
    machine.program("docker", FAILS);
    expect(await machine.rows("containers")).toEqual([
      "missing podman: `podman info` fails; run it to see why",
      "  $ podman info",
      "missing docker: `docker info` fails; run it to see why",
      "  $ sudo systemctl start docker",
    ]);
  });

  it("of another machine are asked only where that is wished", async () => {
    const machine = await createMachine({ without: ["podman"] });
    const env = { DOCKER_HOST: "tcp://elsewhere:2375" };
    expect((await machine.rows("containers", { env })).at(-1)).toBe(
      "note docker: on another machine; --online checks it",
    );
    expect((await machine.rows("containers", { env, online: true })).at(-1)).toBe("ok docker: 28.2.2 runs");
  });
});

describe("kubectl", () => {
  it("is too old more than one minor version before the clusters", async () => {
    const machine = await createMachine();
    machine.program("kubectl", "#!/bin/sh\necho Client Version: v1.20.2\n");
    expect((await machine.rows("kubernetes"))[0]).toBe("missing kubectl: 1.20.2; 1.31.0 or newer is needed");
  });
});

describe("Chromium", () => {
  it("is looked for where the browser tests look", () => {
    const source = new URL("../../../apps/inference-api/browser/chromium.ts", import.meta.url);
    const [, list] = /const PATHS = \[([^\]]*)\]/.exec(readFileSync(source, "utf8"));
    expect(list.match(/"[^"]+"/g).map((path) => JSON.parse(path))).toEqual(CHROMIUM_PATHS);
  });

  it("of CHROMIUM_PATH comes first, also where it is none", async () => {
    const machine = await createMachine();
    expect((await machine.rows("browser", { env: { CHROMIUM_PATH: "/nowhere" } }))[0]).toBe(
      "missing Chromium: CHROMIUM_PATH does not name a program",
    );
  });
});

it("reads this machine", () => {
  const machine = readMachine();
  expect(machine).toMatchObject({ platform: process.platform, arch: process.arch });
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.freeBytes(".")).toBeGreaterThan(0);
});
