import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { unzipSync } from "fflate";

/** Unpacks a zip into a new folder, with read-only files and folders, like Lambda's /var/task. */
export async function unpackReadOnly(zip: Uint8Array, folder: string): Promise<void> {
  await unpack(zip, folder);
  await makeReadOnly(folder);
}

/** Unpacks a zip into a new folder, without the modes of its files. */
export async function unpack(zip: Uint8Array, folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const file = path.join(folder, name);
    if (!file.startsWith(folder + path.sep)) throw new Error(`the zip names a file outside of it: ${name}`);
    await mkdir(path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) await writeFile(file, bytes);
  }
}

/** Files 0444 and folders 0555, below and including `folder`. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(path.join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
  await chmod(folder, 0o555);
}

/** Removes a folder even if it contains read-only folders; no error if it does not exist. */
export async function removeFolder(folder: string): Promise<void> {
  await makeFoldersWritable(folder);
  await rm(folder, { recursive: true, force: true });
}

async function makeFoldersWritable(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeFoldersWritable(path.join(folder, entry.name));
  }
}
