// The user's cache, which every clone shares. Plain JavaScript for Node 20: tools import this file before the install.
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const LOCK_POLL_MILLISECONDS = 500;

/** `$XDG_CACHE_HOME/modelport`, or `modelport` in the folder that the operating system has for caches. */
export function userCacheFolder(env = process.env, platform = process.platform) {
  return join(env.XDG_CACHE_HOME || systemCache(env, platform), "modelport");
}

function systemCache(env, platform) {
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA;
  const home = env.HOME || homedir();
  return platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}

/**
 * Makes `directory` by calling `fill(temporaryDirectory)` and renaming: it exists whole or not at all. Two processes never
 * fill at once; the second waits and finds the directory there.
 */
export async function fillOnce(directory, { fill, onWait }) {
  await mkdir(join(directory, ".."), { recursive: true });
  await withLock(`${directory}.lock`, onWait, async () => {
    if (existsSync(directory)) return;
    const temporary = `${directory}.partial`;
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    try {
      await fill(temporary);
      await rename(temporary, directory);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

async function withLock(path, onWait, work) {
  let waiting = false;
  while (!(await tryLock(path))) {
    if (await releaseIfAbandoned(path)) continue;
    if (!waiting) onWait();
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MILLISECONDS));
  }
  try {
    await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryLock(path) {
  try {
    await writeFile(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

async function releaseIfAbandoned(path) {
  const pid = Number(await readFile(path, "utf8").catch(() => ""));
  // An empty file is a lock in the moment between its creation and its writing.
  if (pid === 0 || isAlive(pid)) return false;
  await rm(path, { force: true });
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
