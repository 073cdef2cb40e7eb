// Fakes a vendor's command line for a test.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../under-test.testing.ts";

/** A folder for PATH with one program in it, a shell script. */
export async function folderWith(name: string, script: string): Promise<string> {
  const folder = join(await temporaryFolder(), "bin");
  await mkdir(folder);
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
