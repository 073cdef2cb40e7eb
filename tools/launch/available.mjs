// Prints which optional programs and rights this machine has: an input of every cached test, so that Nx does not replay a
// skipped test that could run now. It only looks at files, because Nx runs it each time. The scripts of the model's and the
// tutorial's tests print what those need of Python.
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import { arch, env as ownEnvironment, getuid, platform } from "node:process";
import { findBuilt } from "../pulumi/src/from-go.mjs";
import { findDownloaded } from "../pulumi/src/from-npm.mjs";
import { findExecutable } from "../pulumi/src/from-path.mjs";

const PROGRAMS = [
  "pulumi",
  "pulumi-language-nodejs",
  "go",
  "python3",
  "openssl",
  "/usr/bin/unshare",
  "/usr/bin/setpriv",
  "/usr/sbin/ip",
];
/** The tests limit processes below these folders, if this user may write there. */
const CGROUPS = ["/sys/fs/cgroup", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/memory"];

function available(env) {
  const cli = findDownloaded({ env }) ?? findBuilt({ env });
  return [
    `platform ${platform} ${arch}`,
    `root ${getuid?.() === 0}`,
    `capabilities ${capabilities()}`,
    `CI ${env.CI ?? ""}`,
    `MODELPORT_ARTIFACTS_DIR ${env.MODELPORT_ARTIFACTS_DIR ?? ""}`,
    `Pulumi CLI ${cli ? `${cli.source} ${cli.version}` : "none"}`,
    ...PROGRAMS.map((name) => `${name} ${identity(name.startsWith("/") ? name : findExecutable(name, env))}`),
    ...CGROUPS.map((folder) => `${folder} ${isWritable(folder)}`),
  ];
}

// Identifies the version without running the program: another version is another file.
function identity(path) {
  if (path === undefined) return "none";
  try {
    const file = realpathSync(path);
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  } catch {
    return "none";
  }
}

function capabilities() {
  try {
    return /^CapEff:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "unknown";
  } catch {
    return "unknown";
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

console.log(available(ownEnvironment).join("\n"));
