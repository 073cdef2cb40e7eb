// The flags that are not Pulumi's.
import path from "node:path";

export class UsageError extends Error {}

export interface OwnFlags {
  /** A folder that keeps the state and the clouds between commands. */
  readonly keep: string | undefined;
  /** The folder for manifests. */
  readonly out: string | undefined;
  /** The folder of a Pulumi.yaml other than this repository's. */
  readonly project: string | undefined;
  readonly flags: readonly string[];
}

const WITH_A_FOLDER = new Set(["--keep", "--out", "--project"]);

export function readOwnFlags(args: readonly string[]): OwnFlags {
  const own = new Map<string, string>();
  const flags: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [name = "", inline] = (args[index] ?? "").split(/=(.*)/s);
    if (name === "--offline") continue;
    if (!WITH_A_FOLDER.has(name)) {
      flags.push(args[index] ?? "");
      continue;
    }
    const value = inline ?? args[(index += 1)];
    if (!value || value.startsWith("-")) throw new UsageError(`${name} names no folder: write ${name} <folder>.`);
    own.set(name, path.resolve(value));
  }
  return { keep: own.get("--keep"), out: own.get("--out"), project: own.get("--project"), flags };
}
