// What the dynamic resource LoadedImage does, without Pulumi: the engine runs it in another process, from its state.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { offlineRegistry } from "@modelport/image-push/offline-registry";
import { writeRenamedArchive } from "@modelport/packaging";
import { LOADERS, type LocalCluster } from "./loaders.ts";
import { loadedReference } from "./objects/names.ts";

/** A packaged image, and the local cluster whose nodes get it. */
export interface LoadedImageInputs extends LocalCluster {
  /** Relative to the root of the clone if it lies inside, so that two clones declare the same; otherwise absolute. */
  readonly archive: string;
  readonly digest: `sha256:${string}`;
  /** The last part of the image's name. */
  readonly name: string;
}

export interface LoadedImageState extends LoadedImageInputs {
  /** The image as pods name it: its tag is its digest, so that no other image ever has this name. */
  readonly reference: string;
}

interface LoadedImageDiff {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

/** Loads the image into every node of the cluster. The id is the cluster, which stays when the image changes. */
export async function createLoadedImage(inputs: LoadedImageInputs): Promise<{ id: string; outs: LoadedImageState }> {
  return { id: `${inputs.into}/${inputs.cluster}`, outs: await load(inputs) };
}

/** Compares cluster, digest and name; the same bytes in another clone are not a change. */
export function diffLoadedImage(olds: LoadedImageState, news: LoadedImageInputs): LoadedImageDiff {
  const moved = (["into", "cluster"] as const).filter((key) => olds[key] !== news[key]);
  const changes = moved.length > 0 || olds.digest !== news.digest || olds.name !== news.name;
  return { changes, replaces: moved, deleteBeforeReplace: false };
}

/** Loads the new image. The old one stays for a rollback until the kubelet removes images that nobody uses. */
export async function updateLoadedImage(news: LoadedImageInputs): Promise<{ outs: LoadedImageState }> {
  return { outs: await load(news) };
}

/** Asks every node whether it still has the image; an empty id tells the engine that one does not. */
export async function readLoadedImage(
  id: string,
  state: LoadedImageState,
): Promise<{ id: string; props: LoadedImageState }> {
  const isThere = isOffline() || (await LOADERS[state.into].has(state.cluster, state.reference));
  return { id: isThere ? id : "", props: state };
}

async function load(inputs: LoadedImageInputs): Promise<LoadedImageState> {
  const { archive, digest, into, cluster, name } = inputs;
  const reference = loadedReference(inputs);
  if (isOffline()) return { archive, digest, into, cluster, name, reference };
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-image-"));
  try {
    const file = path.join(folder, "image.tar");
    await writeRenamedArchive(path.resolve(repositoryRoot, archive), reference, file, digest);
    await LOADERS[into].load(cluster, file);
  } finally {
    await rm(folder, { recursive: true });
  }
  return { archive, digest, into, cluster, name, reference };
}

/** A run without an account touches no cluster of this machine either. */
const isOffline = (): boolean => offlineRegistry() !== undefined;
