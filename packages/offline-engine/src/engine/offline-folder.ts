// The folder of an offline run: temporary, or one that outlives the command.
import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export interface OfflineFolder {
  readonly root: string;
  /** The engine's state (a file backend), and its home with the stand-ins, away from the user's login and plugins. */
  readonly state: string;
  readonly home: string;
  /** The objects of the clouds, and the images of their registries. */
  readonly cloud: string;
  readonly images: string;
  /** A project of the same name, in which stacks are created, so that the CLI writes its files there and not in the repository. */
  readonly project: string;
  readonly logs: string;
  /** The temporary folder of the engine and the program. */
  readonly temporary: string;
  remove(): Promise<void>;
}

/** `keep` outlives the run; without it everything is temporary. */
export async function openOfflineFolder(keep?: string): Promise<OfflineFolder> {
  const root = keep === undefined ? await mkdtemp(path.join(tmpdir(), "modelport-offline-")) : path.resolve(keep);
  const below = (name: string): string => {
    const folder = path.join(root, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  return {
    root,
    state: below("state"),
    home: below("home"),
    cloud: below("cloud"),
    images: below("images"),
    project: below("project"),
    logs: below("logs"),
    temporary: below("tmp"),
    remove: async () => {
      if (keep === undefined) await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
