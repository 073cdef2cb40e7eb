// Files of a project as they were at a commit.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { shown, UsageError } from "../exit.ts";
import type { ReadFile } from "./project.ts";

const execute = promisify(execFile);

interface ExecError extends Error {
  readonly code?: string | number;
}

/** The files of `folder` at a commit. */
export interface Commit {
  readonly read: ReadFile;
  /** The names of the files in a folder of it. */
  readonly names: (path: string) => Promise<readonly string[]>;
}

/** @throws {UsageError} if there is no git, no repository, or no such commit */
export async function openCommit(folder: string, ref: string): Promise<Commit> {
  const git = (...args: readonly string[]) => run(folder, args);
  if ((await git("rev-parse", "--is-inside-work-tree")) === undefined) {
    throw new UsageError(`--diff compares commits, but ${shown(folder)} is not in a git repository.`);
  }
  const named = `${ref}^{commit}`;
  const commit = (await git("rev-parse", "--verify", "--quiet", "--end-of-options", named))?.trim();
  if (commit === undefined) {
    throw new UsageError(
      `--diff is ${shown(ref)}, but the repository has no such commit: name a branch, a tag or a commit, and fetch it first if it is remote.`,
    );
  }
  return {
    read: (path) => git("cat-file", "blob", `${commit}:./${path}`),
    names: async (path) => {
      const listed = await git("ls-tree", "-z", "--name-only", `${commit}:./${path === "." ? "" : path}`);
      return (listed ?? "").split("\0").filter((name) => name !== "");
    },
  };
}

/** What git prints; undefined if it fails. @throws {UsageError} if there is no git */
async function run(cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await execute("git", args, { cwd, maxBuffer: 64 * 2 ** 20 })).stdout;
  } catch (error) {
    if ((error as ExecError).code === "ENOENT") {
      throw new UsageError("--diff needs git, which is not on PATH: install it, or price one stack with --stack.");
    }
    return undefined;
  }
}
