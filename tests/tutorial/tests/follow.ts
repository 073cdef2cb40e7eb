// Follows the tutorial: runs all of its commands, in order, in one shell, in a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, type Page, REPOSITORY } from "./page.ts";

/** Python is the prepared environment, so `pip install` has nothing to do; the reader's environment is a folder that points to it. */
function fakePython3(python: string): string {
  return `#!/bin/sh
test "$1 $2" = "-m venv" || exec "${python}" "$@"
mkdir -p "$3/bin"
echo 'PATH="${dirname(python)}:$PATH"' > "$3/bin/activate"
`;
}

/** The output of the commands. Throws with all of it if one fails. */
export function follow(page: Page, folder: string, python: string): string {
  const commands = join(folder, "bin");
  mkdirSync(commands);
  writeFileSync(join(commands, "python3"), fakePython3(python), { mode: 0o755 });
  const npx = `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, "npx.ts")}" "$@"\n`;
  writeFileSync(join(commands, "npx"), npx, { mode: 0o755 });
  const root = join(folder, "modelport");
  mkdirSync(root);
  symlinkSync(join(REPOSITORY, "docs"), join(root, "docs"));
  const { status, stdout, stderr } = spawnSync("bash", ["-euc", codeOf(page, "sh").join("\n")], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${commands}:${process.env["PATH"]}`, TUTORIAL_FOLDER: folder },
  });
  if (status !== 0) throw new Error(`the tutorial's commands failed:\n${stdout}\n${stderr}`);
  return stdout;
}
