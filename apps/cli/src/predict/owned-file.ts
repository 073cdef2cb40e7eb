// Files with predictable names, possibly in a folder that others can write to (/tmp): a link that someone put there
// must not redirect our writes, and a file that someone else wrote must not pass for ours.
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";

const PRIVATE = 0o600;
// Neither flag exists on Windows, where creating such links needs an administrator.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
// Opening a pipe would wait for its other end.
const NO_WAIT = constants.O_NONBLOCK ?? 0;

/** Creates a file that only we can access; an existing file of that name is removed, not opened. */
export async function createOwned(path: string): Promise<FileHandle> {
  await rm(path, { force: true });
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, PRIVATE);
}

/** Opens an existing file for reading and writing; undefined unless it is our own with a single name. */
export async function openOwned(path: string): Promise<FileHandle | undefined> {
  const file = await open(path, constants.O_RDWR | NO_FOLLOW | NO_WAIT).catch(() => undefined);
  if (!file) return undefined;
  const stats = await file.stat();
  // There are no user ids on Windows.
  const isOurs = process.getuid === undefined || stats.uid === process.getuid();
  if (stats.isFile() && stats.nlink === 1 && isOurs) return file;
  await file.close();
  return undefined;
}

/** Its text; undefined if {@link openOwned} finds nothing. */
export async function readOwned(path: string): Promise<string | undefined> {
  const file = await openOwned(path);
  if (!file) return undefined;
  try {
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Writes `text` in one step, so that the file is always complete. */
export async function replaceOwned(path: string, text: string): Promise<void> {
  const next = `${path}.new`;
  const file = await createOwned(next);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  await rename(next, path);
}
