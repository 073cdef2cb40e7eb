// The implementation of the dynamic resource Image, free of Pulumi: the engine runs it from its state, in a separate
// process.
import path from "node:path";
import { asDigest, type CredentialSource, hasImage, pushImage } from "@modelport/packaging";
import { useProxies } from "@modelport/packaging/proxies";
import type { ProviderSettings } from "./account.ts";
import { cloudNameOf, registryCredentials } from "./credentials.ts";
import { CLOUDS, providersAlone } from "./provider-settings.ts";
import { type Patience, untilSettled } from "./settle.ts";

/** A packaged image and its destination. Nothing secret: credentials are looked up when a registry requires them. */
export interface ImageInputs {
  /** Relative to the repository's root if it is inside, so that two clones declare the same; otherwise absolute. */
  readonly archive: string;
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  readonly digest: `sha256:${string}`;
  /** An additional tag for people; deployments do not use it. */
  readonly tag?: string;
}

export interface ImageState extends ImageInputs {
  /** `repository@sha256:…`, for a deployment. */
  readonly reference: string;
}

/** The context of a push, which is not stored. */
export interface PushContext {
  /** The configuration of the stack, whose account pushes; default: none. */
  readonly settings?: ProviderSettings;
  /** Gets a line for people about waits and missing credentials. Default: standard output, which the engine shows. */
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
 * Pushes what the repository does not have; the id is the repository, which stays for the next image. The repository
 * may be new, so refusals that are typical of new repositories are retried.
 */
export async function createImage(
  inputs: ImageInputs,
  context: PushContext = {},
): Promise<{ id: string; outs: ImageState }> {
  const outs = await untilSettled(() => push(inputs, context), reportOf(context), context.patience);
  return { id: inputs.repository, outs };
}

/** Checks before anything is created: returns a sentence for each account setting that a push cannot use. */
export function checkImage(
  { repository }: ImageInputs,
  { settings = () => undefined }: PushContext,
): { failures: { property: string; reason: string }[] } {
  const host = repository.includes("/") ? (repository.split("/")[0] ?? "") : undefined;
  // A repository that does not exist yet has no name: it belongs to the only cloud whose account the stack names.
  const clouds = host === undefined ? CLOUDS : CLOUDS.filter((cloud) => cloud === cloudNameOf(host));
  const reasons = clouds.flatMap((cloud) => providersAlone(cloud, settings).slice(0, 1));
  return { failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** Compares repository, digest and tag; the same bytes in another clone are not a change. */
export function diffImage(olds: ImageState, news: ImageInputs): ImageDiff {
  const replaces = olds.repository === news.repository ? [] : ["repository"];
  const changes = replaces.length > 0 || olds.digest !== news.digest || olds.tag !== news.tag;
  return { changes, replaces, deleteBeforeReplace: false };
}

/** Pushes the new image. The old one stays, for a rollback, until the repository's policy removes it. */
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
