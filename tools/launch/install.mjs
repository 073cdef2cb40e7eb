// Installs what the lockfile lists and node_modules lacks.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { capture } from "./run.mjs";
import { isAtLeast, MINIMUM_NODE_VERSION } from "./versions.mjs";
import { step, StepFailed } from "./step.mjs";

/** Installs if something is missing. @throws {StepFailed} with one sentence if this machine cannot run the project */
export async function ensureInstalled(root) {
  refuseOldNodeWithoutPinned(root);
  if (!isInstalled(root)) {
    // Not `npm ci`: it rejects a lockfile that lacks other platforms' optional packages, and npm writes such a lockfile behind
    // a registry that does not carry them. `npm install` still installs what the lockfile lists.
    await step("Installing dependencies (npm install, up to two minutes)", (onLine) =>
      capture("npm", ["install", "--no-save", "--no-audit", "--no-fund"], {
        cwd: root,
        env: { ...process.env, PATH: withoutNpmShims(process.env.PATH) },
        // Warnings about an old Node say nothing about the progress.
        onLine: (line) => line.startsWith("npm warn") || onLine(line),
      }),
    );
  }
  await refuseUnusablePinnedNode(root);
}

/** `env` with the project's own programs, the pinned Node first among them, before all others. */
export function projectEnvironment(root, env = process.env) {
  return {
    ...env,
    PATH: [join(root, "node_modules", ".bin"), env.PATH].join(delimiter),
  };
}

/** Whether npm's own record of node_modules holds every package that the lockfile wants on this platform. */
export function isInstalled(root) {
  const wanted = readLock(join(root, "package-lock.json"));
  const present = readLock(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted)
    .filter(([path, entry]) => path.startsWith("node_modules/") && !entry.optional)
    .every(([path, entry]) => isSame(entry, present[path]));
}

function isSame(wanted, present) {
  return (
    present !== undefined &&
    wanted.version === present.version &&
    wanted.integrity === present.integrity &&
    (!wanted.link || wanted.resolved === present.resolved)
  );
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

/** The npm package that carries Node for a platform; undefined if there is none. */
export function pinnedNodePackage(root, { platform, arch }) {
  const lock = readLock(join(root, "package-lock.json"));
  const { optionalDependencies = {} } = lock[""] ?? {};
  return Object.keys(optionalDependencies).find((name) => {
    const { os, cpu } = lock[`node_modules/${name}`] ?? {};
    return [os].flat().includes(platform) && [cpu].flat().includes(arch);
  });
}

function refuseOldNodeWithoutPinned(root) {
  if (isAtLeast(process.versions.node, MINIMUM_NODE_VERSION) || pinnedNodePackage(root, process)) return;
  throw new StepFailed(
    `Node ${process.versions.node} is too old, and no newer one is packaged for ${process.platform}-${process.arch}: ` +
      `put Node ${MINIMUM_NODE_VERSION} or newer on PATH.`,
  );
}

async function refuseUnusablePinnedNode(root) {
  const node = join(root, "node_modules", ".bin", "node");
  if (!existsSync(node)) return;
  try {
    await promisify(execFile)(node, ["--version"]);
  } catch {
    throw new StepFailed(
      `The packaged Node does not start on this machine (it needs glibc, which Alpine lacks): ` +
        `run this on a glibc distribution, for instance Debian or Ubuntu.`,
    );
  }
}

// npm must not run on the very Node that the install is about to replace.
function withoutNpmShims(path = "") {
  return path
    .split(delimiter)
    .filter((folder) => !/[\\/]node_modules[\\/]\.bin$/.test(folder))
    .join(delimiter);
}
