import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { deflateSync } from "fflate";
import { DEFLATE_LEVEL } from "./deflate-level.ts";
import { sha256Hex } from "./file-set.ts";

const WORTH_A_WORKER_BYTES = 4 * 2 ** 20;
const BYTES_A_SECOND = 15 * 2 ** 20;
const DIGEST_HEX_LENGTH = 64;

export interface DeflateOptions {
  /** Where large results are cached by the digest of their input; without it nothing is cached. */
  readonly cacheFolder?: string | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/**
 * Raw DEFLATE by fflate, whose output depends only on the input (zlib's differs between builds and CPUs). Large files
 * are compressed in a worker and cached: onnxruntime's library takes three seconds and seldom changes.
 */
export async function deflate(
  name: string,
  bytes: Uint8Array,
  options: DeflateOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes.byteLength < WORTH_A_WORKER_BYTES) return deflateSync(bytes, { level: DEFLATE_LEVEL });
  const cacheFile = options.cacheFolder && path.join(options.cacheFolder, cacheKey(bytes));
  const cached = cacheFile && (await readCached(cacheFile));
  if (cached) return cached;
  options.log?.(
    `compressing ${name} (${(bytes.byteLength / 2 ** 20).toFixed(0)} MiB, about ${Math.ceil(bytes.byteLength / BYTES_A_SECOND)} seconds; kept for the next time)`,
  );
  const deflated = await deflateInWorker(bytes);
  if (cacheFile) await writeCached(cacheFile, deflated);
  return deflated;
}

function cacheKey(bytes: Uint8Array): string {
  const { version } = createRequire(import.meta.url)("fflate/package.json") as { version: string };
  return `${sha256Hex(bytes)}-fflate-${version}-level-${DEFLATE_LEVEL}.deflate`;
}

function deflateInWorker(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./deflate-worker.ts", import.meta.url), { workerData: bytes });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** A cache file is the hex sha256 of its content, followed by the content; a damaged one is a miss. */
async function readCached(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) return undefined;
  const deflated = content.subarray(DIGEST_HEX_LENGTH);
  return sha256Hex(deflated) === content.subarray(0, DIGEST_HEX_LENGTH).toString("latin1") ? deflated : undefined;
}

async function writeCached(file: string, deflated: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, Buffer.concat([Buffer.from(sha256Hex(deflated), "latin1"), deflated]));
  await rename(partial, file).catch(() => rm(partial, { force: true }));
}
