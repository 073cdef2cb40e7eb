// What the dynamic resource Image does, free of Pulumi: the engine runs it in a process of its own, from state.
import path from "node:path";
import { asDigest, type CredentialSource, hasImage, pushImage } from "@modelport/packaging";
import { useProxies } from "@modelport/packaging/proxies";
import type { ProviderSettings } from "./account.ts";
import { cloudNameOf, registryCredentials } from "./credentials.ts";
import { CLOUDS, providersAlone } from "./provider-settings.ts";
import { type Patience, untilSettled } from "./settle.ts";

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

/** What surrounds a push; none of it is kept. */
export interface PushContext {
  /** The configuration of the stack, whose account pushes; default: none. */
  readonly settings?: ProviderSettings;
  /** Takes a line for people: what is waited for, what is looked for in vain. Default: standard output, which the engine shows. */
  readonly report?: (line: string) => void;
  readonly patience?: Patience;
}

interface ImageDiff {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

/**
 * Pushes what the repository has not; the id is the repository, which stays when another image comes. The repository may have
 * been made a moment ago: what it refuses then is tried again.
 */
export async function createImage(
  inputs: ImageInputs,
  context: PushContext = {},
): Promise<{ id: string; outs: ImageState }> {
  const outs = await untilSettled(() => push(inputs, context), reportOf(context), context.patience);
  return { id: inputs.repository, outs };
}

/** What the engine asks before anything is made: a sentence for each setting of an account that a push cannot use. */
export function checkImage(
  { repository }: ImageInputs,
  { settings = () => undefined }: PushContext,
): { failures: { property: string; reason: string }[] } {
  const host = repository.includes("/") ? (repository.split("/")[0] ?? "") : undefined;
  // A repository that is not made yet has no name: it is of the one cloud whose account the stack names.
  const clouds = host === undefined ? CLOUDS : CLOUDS.filter((cloud) => cloud === cloudNameOf(host));
  const reasons = clouds.flatMap((cloud) => providersAlone(cloud, settings).slice(0, 1));
  return { failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** By the repository, the digest and the tag; the same bytes in another clone are no change. */
export function diffImage(olds: ImageState, news: ImageInputs): ImageDiff {
  const replaces = olds.repository === news.repository ? [] : ["repository"];
  const changes = replaces.length > 0 || olds.digest !== news.digest || olds.tag !== news.tag;
  return { changes, replaces, deleteBeforeReplace: false };
}

/** Pushes the new image. The old one stays, for a rollback, until the repository clears it away. */
export async function updateImage(
  _olds: ImageState,
  news: ImageInputs,
  context: PushContext = {},
): Promise<{ outs: ImageState }> {
  return { outs: await push(news, context) };
}

/** Asks the registry whether the image is still there; an empty id tells the engine that it is not. */
export async function readImage(
  id: string,
  state: ImageState,
  context: PushContext = {},
): Promise<{ id: string; props: ImageState }> {
  const isThere = await hasImage({ ...state, digest: asDigest(state.digest), ...accessOf(context) });
  return { id: isThere ? id : "", props: state };
}

async function push({ archive, repository, digest, tag }: ImageInputs, context: PushContext): Promise<ImageState> {
  const { reference } = await pushImage({
    archive: path.resolve(repositoryRoot, archive),
    repository,
    digest,
    ...(tag !== undefined && { tag }),
    ...accessOf(context),
  });
  return { archive, repository, digest, ...(tag !== undefined && { tag }), reference };
}

/** How this machine reaches a registry: through the proxy of the environment, with the account of the stack. */
function accessOf(context: PushContext): {
  readonly credentials: CredentialSource;
  readonly log: (line: string) => void;
} {
  const log = reportOf(context);
  const note = useProxies(process.env);
  if (note !== undefined) log(note);
  const account = { settings: context.settings ?? (() => undefined), env: process.env };
  return { credentials: (registry, noted) => registryCredentials(registry, noted, account), log };
}

function reportOf({ report }: PushContext): (line: string) => void {
  return report ?? ((line) => void process.stdout.write(`${line}\n`));
}
