// What Nx replays, with this repository's nx.json: nothing that a machine skipped for want of something it has now, and
// nothing of another clone.
import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { root } from "./root.mjs";

const AVAILABILITY = [
  "nx.json",
  "tools/launch",
  "packages/user-cache",
  "tools/pulumi/src",
  "tools/pulumi/go",
  "tools/pulumi/npm",
];
const TEST = `if command -v pulumi-language-nodejs >/dev/null; then echo "1 test ran"; else echo "SKIPPED, it: no language host"; fi`;

// Not in the system's folder for temporary files: below that one Nx keeps nothing in a home.
function temporary() {
  mkdirSync(join(root, ".modelport"), { recursive: true });
  const folder = mkdtempSync(join(root, ".modelport", "nx-cache-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

/** A repository with one project, whose test needs a program that is on PATH or not; its clones have its history, as Nx identifies a workspace. */
function repository(folder) {
  const filter = (path) => !path.endsWith("project.json");
  for (const path of AVAILABILITY) cpSync(join(root, path), join(folder, path), { recursive: true, filter });
  write(join(folder, "package.json"), { name: "workspace", private: true, workspaces: ["app"] });
  write(join(folder, "package-lock.json"), { lockfileVersion: 3, packages: {} });
  write(join(folder, "app/package.json"), { name: "app", version: "1.0.0", scripts: { test: TEST } });
  write(join(folder, ".gitignore"), ".nx\nnode_modules\n");
  const git = (...args) => execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "all");
  return folder;
}

function cloneOf(repositoryFolder, folder) {
  execFileSync("git", ["clone", "-q", repositoryFolder, folder]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** `nx run app:test` in `cwd`, as a user whose home is `home`, with `programs` first on PATH. */
function runTest(cwd, { home, programs }) {
  const env = {
    HOME: home,
    PATH: [...programs, join(root, "node_modules/.bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
    NX_DAEMON: "false",
    NX_TUI: "false",
  };
  return new Promise((resolve, reject) => {
    execFile(
      join(root, "node_modules/.bin/nx"),
      ["run", "app:test", "--outputStyle=stream"],
      { cwd, env },
      (error, stdout, stderr) => {
        const output = stdout + stderr;
        if (error) return reject(new Error(output));
        const [said] = /1 test ran$|SKIPPED, it: no language host$/m.exec(output) ?? [];
        resolve({ said, isReplayed: output.includes("Nx read the output from the cache") });
      },
    );
  });
}

it(
  "a skipped test runs once what it lacked is there, and no clone replays another's",
  { timeout: 120_000 },
  async () => {
    const folder = temporary();
    const origin = repository(join(folder, "origin"));
    const [first, second] = ["first", "second"].map((name) => cloneOf(origin, join(folder, name)));
    const lacking = { home: folder, programs: [] };
    const skipped = { said: "SKIPPED, it: no language host" };
    expect(await runTest(first, lacking)).toEqual({ ...skipped, isReplayed: false });
    expect(await runTest(second, lacking)).toEqual({ ...skipped, isReplayed: false });
    expect([join(folder, ".nx"), join(second, ".nx/cache")].map((path) => existsSync(path))).toEqual([false, true]);

    const programs = join(folder, "programs");
    write(join(programs, "pulumi-language-nodejs"), "#!/bin/sh\n");
    chmodSync(join(programs, "pulumi-language-nodejs"), 0o755);
    expect(await runTest(first, { home: folder, programs: [programs] })).toEqual({
      said: "1 test ran",
      isReplayed: false,
    });
    expect(await runTest(first, lacking)).toEqual({ ...skipped, isReplayed: true });
  },
);

it("every project's tests are looked up with what this machine has", () => {
  const files = execFileSync("git", [
    "-C",
    root,
    "ls-files",
    "*/package.json",
    "*/project.json",
    "*/project.json.template",
  ])
    .toString()
    .trim()
    .split("\n");
  const tested = files.flatMap((file) => {
    const { nx, targets = nx?.targets } = JSON.parse(readFileSync(join(root, file), "utf8"));
    return targets?.test?.inputs ? [{ file, inputs: targets.test.inputs }] : [];
  });
  expect(tested.length).toBeGreaterThan(10);
  const isCovered = (inputs) =>
    inputs.includes("default") || inputs.some(({ runtime }) => runtime?.endsWith("fingerprint"));
  expect(tested.filter(({ inputs }) => !isCovered(inputs))).toEqual([]);
});
