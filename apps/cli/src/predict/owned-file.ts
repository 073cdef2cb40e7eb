// Files with names that anyone can guess, maybe in a folder that others write to (/tmp): a link that somebody put there
// must not lead our writing elsewhere, and what somebody else wrote must not be taken for ours.
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";

const PRIVATE = 0o600;
// Neither is there on Windows, where such links need an administrator.
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
// Opening a pipe would wait for its other end.
const NO_WAIT = constants.O_NONBLOCK ?? 0;

/** A new file of ours alone; what has its name is removed, and not opened. */
export async function createOwned(path: string): Promise<FileHandle> {
  await rm(path, { force: true });
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, PRIVATE);
}

/** An existing file for reading and writing; undefined where there is none, or it is not our own with one name. */
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

/** Its text; undefined where {@link openOwned} finds nothing. */
export async function readOwned(path: string): Promise<string | undefined> {
  const file = await openOwned(path);
  if (!file) return undefined;
  try {
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Writes `text` in one step, so that there is always a whole one. */
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
