// Validates documents of the OCI image specification that others wrote, before anything in them is used.
import * as z from "zod";
import { DIGEST_IN_WORDS, isDigest, type Digest } from "../digest.ts";
import { PackagingError } from "../errors.ts";
import type { Descriptor, ImageConfig, ImageIndex, ImageManifest } from "./media-types.ts";

const digest = z.custom<Digest>(isDigest, { error: `must be ${DIGEST_IN_WORDS}` });
const text = z.string({ error: "must be text" });
const list = <T extends z.ZodType>(item: T) => z.array(item, { error: "must be a list" });
const object = <T extends z.ZodRawShape>(shape: T) => z.looseObject(shape, { error: "must be an object" });

// Only what is used is checked; each schema represents the whole type that the rest of packaging uses.
const descriptorShape = object({
  mediaType: text,
  digest,
  size: z.int({ error: "must be a whole number of bytes" }).min(0, { error: "must not be negative" }),
  platform: object({ os: text, architecture: text }).nullish(),
});
const descriptor = descriptorShape as unknown as z.ZodType<Descriptor>;
const index = object({ manifests: list(descriptorShape) }) as unknown as z.ZodType<ImageIndex>;
const manifest = object({
  config: descriptorShape,
  layers: list(descriptorShape),
}) as unknown as z.ZodType<ImageManifest>;
const config = object({
  os: text,
  architecture: text,
  config: object({ Env: list(text).nullish(), Entrypoint: list(text).nullish() }).nullish(),
  rootfs: object({ diff_ids: list(digest) }),
  history: list(object({})).nullish(),
}) as unknown as z.ZodType<ImageConfig>;
/** Images of a docker-archive; the names are members of that archive. */
const dockerManifests = list(object({ Config: text, Layers: list(text) }));

export const readIndex = reader(index);
export const readConfig = reader(config);
export const readImageManifest = reader(manifest);
export const readDescriptor = reader(descriptor);
export const readDockerManifests = reader(dockerManifests);

/** An index if it lists manifests, otherwise the manifest of one image. */
export function readManifest(bytes: Uint8Array, what: string): ImageManifest | ImageIndex {
  const document = parsed(bytes, what);
  const isIndex = typeof document === "object" && document !== null && "manifests" in document;
  return isIndex ? sound(index, document, what) : sound(manifest, document, what);
}

function reader<T>(schema: z.ZodType<T>): (bytes: Uint8Array, what: string) => T {
  return (bytes, what) => sound(schema, parsed(bytes, what), what);
}

function parsed(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
  } catch {
    throw new PackagingError(`${what} is not JSON: fetch or save the image again.`);
  }
}

function sound<T>(schema: z.ZodType<T>, document: unknown, what: string): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const value = (first?.path ?? []).reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], document);
  const shown = (JSON.stringify(value) ?? "missing").slice(0, 300);
  throw new PackagingError(
    `${what} is not what the OCI image specification says: ${first?.path.join(".") || "the whole document"} is ${shown}, but ${first?.message}. Use another image, or fetch or save it again.`,
  );
}
