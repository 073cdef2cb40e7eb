// What the dynamic resource Image does, free of Pulumi: the engine runs it in a process of its own, from state.
import path from "node:path";
import { asDigest, hasImage, pushImage } from "@modelport/packaging";
import { registryCredentials } from "./credentials.ts";

/** An image of packaging's, and where it shall be. Nothing secret: credentials are looked up when a registry asks. */
export interface ImageInputs {
  /** Relative to the repository's root where it lies inside, so that two clones declare the same; else absolute. */
  readonly archive: string;
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  readonly digest: `sha256:${string}`;
  /** A name for people beside the digest; nothing is deployed by it. */
  readonly tag?: string;
}

export interface ImageState extends ImageInputs {
  /** `repository@sha256:…`, what a deployment names. */
  readonly reference: string;
}

interface ImageDiff {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

/** Pushes what the repository has not; the id is the repository, which stays when another image comes. */
export async function createImage(inputs: ImageInputs): Promise<{ id: string; outs: ImageState }> {
  return { id: inputs.repository, outs: await push(inputs) };
}

/** By the repository, the digest and the tag; the same bytes in another clone are no change. */
export function diffImage(olds: ImageState, news: ImageInputs): ImageDiff {
  const replaces = olds.repository === news.repository ? [] : ["repository"];
  const changes = replaces.length > 0 || olds.digest !== news.digest || olds.tag !== news.tag;
  return { changes, replaces, deleteBeforeReplace: false };
}

/** Pushes the new image. The old one stays, for a rollback, until the repository clears it away. */
export async function updateImage(_olds: ImageState, news: ImageInputs): Promise<{ outs: ImageState }> {
  return { outs: await push(news) };
}

/** Asks the registry whether the image is still there; an empty id tells the engine that it is not. */
export async function readImage(id: string, state: ImageState): Promise<{ id: string; props: ImageState }> {
  const isThere = await hasImage({ ...state, digest: asDigest(state.digest), credentials: registryCredentials });
  return { id: isThere ? id : "", props: state };
}

async function push({ archive, repository, digest, tag }: ImageInputs): Promise<ImageState> {
  const { reference } = await pushImage({
    archive: path.resolve(repositoryRoot, archive),
    repository,
    digest,
    ...(tag !== undefined && { tag }),
    credentials: registryCredentials,
  });
  return { archive, repository, digest, ...(tag !== undefined && { tag }), reference };
}
