// Checks that the output may be written, before anything is sent.
import { lstat, stat } from "node:fs/promises";
import { shown, UsageError } from "../exit.ts";
import { namesBeside } from "./output-paths.ts";

/** @throws {UsageError} if it would overwrite the input or an existing file */
export async function checkDestination(output: string, input: string, isForced: boolean): Promise<void> {
  await checkIsNotInput(output, input);
  await checkIsFree(output, isForced);
}

/** @throws {UsageError} if something exists there that must not be replaced */
export async function checkIsFree(output: string, isForced: boolean): Promise<void> {
  const there = await lstat(output).catch(() => undefined);
  if (!there) return;
  // A rename would replace a device, a pipe or a link by a file.
  if (!there.isFile()) {
    throw new UsageError(
      `${shown(output)} is not a regular file, so it cannot be the output: give a file, or - for standard output.`,
    );
  }
  if (isForced) return;
  throw new UsageError(`${shown(output)} exists already: add --force to replace it, or give another --output.`);
}

/** By device and inode: a file may have many names, through links, linked folders, and upper and lower case. */
async function checkIsNotInput(output: string, input: string): Promise<void> {
  const own = await identityOf(input);
  if (own === undefined) return;
  for (const path of [output, ...namesBeside(output)]) {
    if ((await identityOf(path)) !== own) continue;
    throw new UsageError(`--output is ${shown(output)}, which is the input or would overwrite it: give another file.`);
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats && `${stats.dev} ${stats.ino}`;
}
