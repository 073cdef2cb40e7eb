import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { userCacheFolder } from "@modelport/user-cache";
import { findAtHand, resolvePulumi } from "../resolve.mjs";
import { createFixture, fakeCli, fakeGo, fakeNpm } from "./fixture.mjs";

async function resolveIn(fixture, { reachable = false, env = fixture.env } = {}) {
  const lines = [];
  const cli = await resolvePulumi({ env, log: (line) => lines.push(line), isReachable: async () => reachable });
  return { cli, lines };
}

function downloadedIn(fixture) {
  const binDir = join(cacheOf(fixture), "npm-3.265.0", "versions", "3.265.0", "bin");
  return { command: join(binDir, "pulumi"), source: "npm", version: "3.265.0", binDir };
}

const builtIn = (fixture) => readdirSync(cacheOf(fixture)).filter((name) => name.startsWith("go-"));

const cacheOf = (fixture) => join(userCacheFolder({ HOME: fixture.home }), "pulumi");

describe("a CLI on PATH", () => {
  it("comes first, silently", async () => {
    const fixture = createFixture();
    fixture.installCli("3.240.0");
    fixture.program("go", fakeGo("1.26.0"));
    const { cli, lines } = await resolveIn(fixture, { reachable: true });
    expect(cli).toEqual({
      command: join(fixture.programs, "pulumi"),
      source: "path",
      version: "3.240.0",
      binDir: fixture.programs,
    });
    expect(lines).toEqual([]);
  });

  it("is not this wrapper, nor any other script of an npm package", async () => {
    const fixture = createFixture();
    const shims = join(fixture.root, "node_modules", ".bin");
    symlinkSync(join(fixture.root, "tools", "pulumi", "bin", "pulumi.mjs"), join(shims, "pulumi"));
    const globalPackage = join(fixture.folder, "lib", "node_modules", "pulumi");
    fixture.program("run.js", fakeCli("3.265.0"), globalPackage);
    const globalBin = join(fixture.folder, "bin");
    mkdirSync(globalBin);
    symlinkSync(join(globalPackage, "run.js"), join(globalBin, "pulumi"));
    const linkedBin = join(fixture.folder, "linked");
    mkdirSync(linkedBin);
    symlinkSync(join(fixture.root, "tools", "pulumi", "bin", "pulumi.mjs"), join(linkedBin, "pulumi"));
    fixture.installCli("3.241.0");
    const PATH = [shims, globalBin, linkedBin, fixture.programs].join(":");
    const { cli } = await resolveIn(fixture, { env: { ...fixture.env, PATH } });
    expect(cli.command).toBe(join(fixture.programs, "pulumi"));
  });

  it("is passed over with a sentence when it is too old", async () => {
    const fixture = createFixture();
    fixture.installCli("3.99.1");
    const { cli, lines } = await resolveIn(fixture);
    expect(cli).toHaveProperty("unavailable");
    expect(lines).toEqual([
      `${join(fixture.programs, "pulumi")} is not used: it is Pulumi 3.99.1, and this project needs 3.230.0 or newer.`,
    ]);
  });

  it("is passed over with a sentence when its Node.js language host is missing", async () => {
    const fixture = createFixture();
    fixture.program("pulumi", fakeCli("3.240.0"));
    const { lines } = await resolveIn(fixture);
    expect(lines).toEqual([
      `${join(fixture.programs, "pulumi")} is not used: pulumi-language-nodejs is not on PATH beside it; add the folder that holds it.`,
    ]);
  });

  it("is passed over with a sentence when it prints no version", async () => {
    const fixture = createFixture();
    fixture.installCli();
    fixture.program("pulumi", "#!/bin/sh\nexit 3\n");
    const { lines } = await resolveIn(fixture);
    expect(lines).toEqual([
      `${join(fixture.programs, "pulumi")} is not used: \`pulumi version\` did not print a version.`,
    ]);
  });

  it("is passed over with a sentence when it hangs, whatever its children hold open", async () => {
    const fixture = createFixture();
    fixture.installCli();
    fixture.program("pulumi", "#!/bin/sh\n/bin/sleep 60\n");
    expect(await findAtHand({ env: fixture.env, timeoutSeconds: 0.3 })).toEqual({
      found: undefined,
      reason: `${join(fixture.programs, "pulumi")} is not used: \`pulumi version\` did not answer within 0.3 s.`,
    });
  });
});

describe("what is at hand", () => {
  it("is an earlier build, and nothing is built for the asking", async () => {
    const fixture = createFixture();
    fixture.program("go", fakeGo("1.26.0"));
    expect(await findAtHand({ env: fixture.env })).toEqual({ found: undefined });
    expect(fixture.recorded()).toEqual([]);
    const { cli } = await resolveIn(fixture);
    expect(await findAtHand({ env: fixture.env })).toEqual({ found: cli });
  });
});

describe("the npm package", () => {
  it("comes second, and is downloaded once", async () => {
    const fixture = createFixture();
    fixture.program("npm", fakeNpm());
    fixture.program("go", fakeGo("1.26.0"));
    const first = await resolveIn(fixture, { reachable: true });
    expect(first.cli).toEqual(downloadedIn(fixture));
    expect(first.lines).toEqual(["Downloading the Pulumi CLI 3.265.0, once for this account ..."]);
    const second = await resolveIn(fixture);
    expect(second).toEqual({ cli: downloadedIn(fixture), lines: [] });
  });

  it("gives way to Go when its download fails, leaves nothing half done, and is not tried again for ten minutes", async () => {
    const fixture = createFixture();
    fixture.program("npm", fakeNpm({ fails: true }));
    const first = await resolveIn(fixture, { reachable: true });
    expect(first.cli.unavailable).toContain("the npm package pulumi@3.265.0 could not download the CLI; ");
    expect(readdirSync(cacheOf(fixture))).toEqual(["npm-3.265.0.failed"]);

    fixture.program("npm", fakeNpm());
    const failure = join(cacheOf(fixture), "npm-3.265.0.failed");
    const soon = await resolveIn(fixture, { reachable: true });
    expect(soon.cli.unavailable).toContain(
      "the npm package pulumi@3.265.0 could not download the CLI within the last ten minutes " +
        `(\`rm ${failure}\` tries again at once); `,
    );

    const earlier = Date.now() / 1000 - 11 * 60;
    utimesSync(failure, earlier, earlier);
    const later = await resolveIn(fixture, { reachable: true });
    expect(later.cli).toEqual(downloadedIn(fixture));
    expect(existsSync(failure)).toBe(false);
  });

  it("is tried again at once when the network is back", async () => {
    const fixture = createFixture();
    fixture.program("npm", fakeNpm());
    const offline = await resolveIn(fixture, { reachable: false });
    expect(offline.cli.unavailable).toContain("https://get.pulumi.com/install.sh does not answer; ");
    const online = await resolveIn(fixture, { reachable: true });
    expect(online.cli).toEqual(downloadedIn(fixture));
  });
});

describe("the build from Go modules", () => {
  it("comes last, says how long it takes, and is done once", async () => {
    const fixture = createFixture();
    fixture.program("go", fakeGo("1.26.0"));
    const first = await resolveIn(fixture);
    const [folder] = builtIn(fixture);
    expect(folder).toMatch(/^go-3\.230\.0-[0-9a-f]{12}$/);
    const binDir = join(cacheOf(fixture), folder, "bin");
    expect(first.cli).toEqual({ command: join(binDir, "pulumi"), source: "go", version: "3.230.0", binDir });
    expect(readdirSync(binDir).toSorted()).toEqual([
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    expect(first.lines).toEqual([
      "Building the Pulumi CLI 3.230.0 from Go modules, once for this account; it takes some minutes ...",
      "  pulumi-language-nodejs 3.68.0: built in 0 s",
      "  pulumi 3.230.0: built in 0 s",
    ]);
    const second = await resolveIn(fixture);
    expect(second).toEqual({ cli: first.cli, lines: [] });
    expect(fixture.recorded()).toHaveLength(2);
  });

  it("lives under XDG_CACHE_HOME where that is set", async () => {
    const fixture = createFixture();
    fixture.program("go", fakeGo("1.26.0"));
    const XDG_CACHE_HOME = join(fixture.folder, "xdg");
    const { cli } = await resolveIn(fixture, { env: { ...fixture.env, XDG_CACHE_HOME } });
    expect(cli.command.startsWith(join(XDG_CACHE_HOME, "modelport", "pulumi"))).toBe(true);
  });

  it("runs once when two processes ask at the same time", async () => {
    const fixture = createFixture();
    // Building takes longer than a busy machine needs to begin the second one.
    fixture.program("go", fakeGo("1.26.0").replace('echo "$2"', '/bin/sleep 1; echo "$2"'));
    const [left, right] = await Promise.all([resolveIn(fixture), resolveIn(fixture)]);
    expect(left.cli).toEqual(right.cli);
    expect(fixture.recorded()).toHaveLength(2);
    expect([...left.lines, ...right.lines]).toContain("Another process is building the Pulumi CLI; waiting for it ...");
    expect(builtIn(fixture)).toHaveLength(1);
  });

  it("takes over the lock and the rest of a process that died in the middle", async () => {
    const fixture = createFixture();
    fixture.program("go", fakeGo("1.26.0"));
    const { cli } = await resolveIn(fixture);
    const [folder] = builtIn(fixture);
    const other = createFixture();
    other.program("go", fakeGo("1.26.0"));
    mkdirSync(join(cacheOf(other), `${folder}.partial`, "bin"), { recursive: true });
    const pidThatNeverIs = 2 ** 22 + 1;
    writeFileSync(join(cacheOf(other), `${folder}.lock`), String(pidThatNeverIs));
    const again = await resolveIn(other);
    expect(again.cli.version).toBe(cli.version);
    expect(builtIn(other)).toEqual([folder]);
  });

  it("leaves nothing behind when the compiler fails", async () => {
    const fixture = createFixture();
    const broken = `#!/bin/sh\nif [ "$1" = env ]; then echo go1.26.0; exit 0; fi\necho "no route to proxy" >&2\nexit 1\n`;
    fixture.program("go", broken);
    const { cli } = await resolveIn(fixture);
    expect(cli.unavailable).toContain("Go could not build pulumi-language-nodejs (no route to proxy)");
    expect(builtIn(fixture)).toEqual([]);
  });
});

describe("nothing to be had", () => {
  it("is one sentence that says why and what to do, without Go", async () => {
    const { cli } = await resolveIn(createFixture());
    expect(cli).toEqual({
      unavailable:
        "No Pulumi CLI 3.230.0 or newer is on PATH, and none could be downloaded or built: https://get.pulumi.com/install.sh does not answer; " +
        "Go is not on PATH (1.25.8 or newer would build the CLI). " +
        "Install it from https://www.pulumi.com/docs/install/ and run the command again.",
    });
  });

  it("is one sentence that says why and what to do, with a Go that is too old", async () => {
    const fixture = createFixture();
    fixture.program("go", fakeGo("1.22.3"));
    const { cli } = await resolveIn(fixture);
    expect(cli).toEqual({
      unavailable:
        "No Pulumi CLI 3.230.0 or newer is on PATH, and none could be downloaded or built: https://get.pulumi.com/install.sh does not answer; " +
        "Go 1.25.8 or newer is needed to build the CLI, and PATH has 1.22.3. " +
        "Install it from https://www.pulumi.com/docs/install/ and run the command again.",
    });
  });
});
