// The flags that are not Pulumi's.
import path from "node:path";

export class UsageError extends Error {}

export interface OwnFlags {
  /** A folder that keeps the state and the clouds from command to command. */
  readonly keep: string | undefined;
  /** A folder for the stack's objects of Kubernetes. */
  readonly yaml: string | undefined;
  readonly flags: readonly string[];
}

export function readOwnFlags(args: readonly string[]): OwnFlags {
  const own = new Map<string, string>();
  const flags: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [name = "", inline] = (args[index] ?? "").split(/=(.*)/s);
    if (name === "--offline") continue;
    if (name !== "--keep" && name !== "--yaml") {
      flags.push(args[index] ?? "");
      continue;
    }
    const value = inline ?? args[(index += 1)];
    if (!value || value.startsWith("-")) throw new UsageError(`${name} names no folder: write ${name} <folder>.`);
    own.set(name, path.resolve(value));
  }
  return { keep: own.get("--keep"), yaml: own.get("--yaml"), flags };
}
