// What the dynamic resource Image does, without Pulumi: the engine runs it in another process, from its state.
import path from "node:path";
import { asDigest, type CredentialSource, hasImage, pushImage } from "@modelport/packaging";
import { useProxies } from "@modelport/packaging/proxies";
import type { ProviderSettings } from "./account.ts";
import { cloudNameOf, registryCredentials } from "./credentials.ts";
import { offlineRegistry } from "./offline-registry.ts";
import { CLOUDS, providersAlone } from "./provider-settings.ts";
import { type Patience, untilSettled } from "./settle.ts";

/** A packaged image, and the repository to push it to. Nothing secret: credentials are looked up when a registry demands them. */
export interface ImageInputs {
  /** Relative to the root of the clone if it lies inside, so that two clones declare the same; otherwise absolute. */
  readonly archive: string;
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  readonly digest: `sha256:${string}`;
  /** For people who list images; nothing is deployed by it. */
  readonly tag?: string;
}

export interface ImageState extends ImageInputs {
  /** `repository@sha256:…`, for deployments. */
  readonly reference: string;
}

/** The surroundings of a push, which are not part of the state. */
export interface PushContext {
  /** The configuration of the stack, whose account pushes; default: none. */
  readonly settings?: ProviderSettings;
  /** Takes lines for people: what is waited for, and what was not found. Default: standard output, which the engine shows. */
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
 * Pushes what the repository lacks, and returns once the image is complete there. The id is the repository, which stays when the
 * image changes. The repository may be seconds old, so what it refuses at first is tried again.
 */
export async function createImage(
  inputs: ImageInputs,
  context: PushContext = {},
): Promise<{ id: string; outs: ImageState }> {
  const outs = await untilSettled(() => push(inputs, context), reportOf(context), context.patience);
  return { id: inputs.repository, outs };
}

/** Before anything is made: one sentence for each cloud whose settings choose an account that a push cannot use. */
export function checkImage(
  { repository }: ImageInputs,
  { settings = () => undefined }: PushContext,
): { failures: { property: string; reason: string }[] } {
  const host = repository.includes("/") ? (repository.split("/")[0] ?? "") : undefined;
  // A repository that does not exist yet has no host: check both clouds, as the stack configures only its own.
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

/** Pushes the new image. The old one stays for a rollback until the repository deletes it. */
export async function updateImage(
  _olds: ImageState,
  news: ImageInputs,
  context: PushContext = {},
): Promise<{ outs: ImageState }> {
  return { outs: await push(news, context) };
}

/** Checks that the registry still has the image; an empty id tells the engine that it does not. */
export async function readImage(
  id: string,
  state: ImageState,
  context: PushContext = {},
): Promise<{ id: string; props: ImageState }> {
  const { repository, digest } = state;
  const isThere = await hasImage({ repository: reachable(repository), digest: asDigest(digest), ...accessOf(context) });
  return { id: isThere ? id : "", props: state };
}

async function push({ archive, repository, digest, tag }: ImageInputs, context: PushContext): Promise<ImageState> {
  await pushImage({
    archive: path.resolve(repositoryRoot, archive),
    repository: reachable(repository),
    digest,
    ...(tag !== undefined && { tag }),
    ...accessOf(context),
  });
  return { archive, repository, digest, ...(tag !== undefined && { tag }), reference: `${repository}@${digest}` };
}

/** A run without an account calls no registry but its own, which keeps what is pushed to others. */
function reachable(repository: string): string {
  const offline = offlineRegistry();
  if (offline === undefined || repository.startsWith(`${offline}/`)) return repository;
  return `${offline}/elsewhere/${repository.replace(":", "-")}`;
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
