// Reads what a base image must have from its layers, without running anything.
import { createReadStream } from "node:fs";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { PackagingError } from "../errors.ts";
import type { BaseImage, BaseLayer } from "./base-image.ts";
import { NodeRelease } from "./node-release.ts";
import { readTar, type ContentSink } from "./tar-reader.ts";

const LEAST_NODE_MAJOR = 22;
const USUAL_FOLDERS = ["/usr/local/bin", "/usr/bin", "/nodejs/bin", "/opt/nodejs/bin"];

/** Where Node is in a base image, and which. */
export interface BaseFacts {
  readonly nodePath: string;
  readonly nodeVersion: string;
}

interface Found {
  readonly linkTarget?: string;
  readonly node?: NodeRelease;
}

/** Links, loaders and every file called `node`, by absolute path. */
type Files = Map<string, Found>;

/** Refuses a base that is not linux/amd64, has musl for its C library, or lacks Node 22 or newer. */
export async function inspectBase(base: BaseImage): Promise<BaseFacts> {
  const { os, architecture } = base.config;
  if (`${os}/${architecture}` !== "linux/amd64") {
    throw new PackagingError(
      `The base image ${base.source} is for ${os}/${architecture}, but the image is built for linux/amd64: name a base for linux/amd64.`,
    );
  }
  const files: Files = new Map();
  for (const layer of base.layers) await readLayer(layer, files);
  refuseMusl(base.source, files);
  const [nodePath, node] = findNode(base, files);
  return { nodePath, nodeVersion: versionOf(base, nodePath, node) };
}

async function readLayer({ file }: BaseLayer, files: Files): Promise<void> {
  await readTar(createReadStream(file).pipe(createGunzip()), ({ name: relative, type, linkTarget }) => {
    const name = path.posix.join("/", relative);
    const base = path.posix.basename(name);
    if (base.startsWith(".wh.")) files.delete(path.posix.join(path.posix.dirname(name), base.slice(4)));
    else if (type === "symlink")
      files.set(name, { linkTarget: path.posix.resolve(path.posix.dirname(name), linkTarget) });
    else if (type === "file") return fileFound(files, name, base);
    return undefined;
  });
}

function fileFound(files: Files, name: string, base: string): ContentSink | undefined {
  if (base === "node") {
    const node = new NodeRelease();
    files.set(name, { node });
    return (piece) => node.push(piece);
  }
  if (/^ld-(musl|linux)-/.test(base) || base === "alpine-release") files.set(name, {});
  else files.delete(name);
  return undefined;
}

/** Follows symbolic links of folders and files, as the kernel would. */
function resolve(files: Files, file: string, hops = 0): Found | undefined {
  const parts = file.split("/").slice(1);
  for (let depth = 1; depth <= parts.length; depth++) {
    const target = files.get(`/${parts.slice(0, depth).join("/")}`)?.linkTarget;
    if (target === undefined) continue;
    return hops > 20 ? undefined : resolve(files, path.posix.join(target, ...parts.slice(depth)), hops + 1);
  }
  return files.get(file);
}

function findNode({ config, source }: BaseImage, files: Files): readonly [path: string, node: NodeRelease] {
  const first = config.config?.Entrypoint?.[0] ?? "";
  const pathVariable = config.config?.Env?.find((line) => line.startsWith("PATH="))?.slice("PATH=".length) ?? "";
  const candidates = [
    ...(first.startsWith("/") && first.endsWith("/node") ? [first] : []),
    ...[...pathVariable.split(":"), ...USUAL_FOLDERS].filter(Boolean).map((folder) => path.posix.join(folder, "node")),
  ];
  for (const candidate of candidates) {
    const node = resolve(files, candidate)?.node;
    if (node) return [candidate, node];
  }
  throw new PackagingError(
    `The base image ${source} has no Node on its PATH: name one with Node ${LEAST_NODE_MAJOR} or newer, for example node:24-slim.`,
  );
}

function versionOf({ config, source }: BaseImage, nodePath: string, node: NodeRelease): string {
  const declared = config.config?.Env?.find((line) => line.startsWith("NODE_VERSION="))?.slice("NODE_VERSION=".length);
  const version = node.version ?? declared;
  if (version === undefined) {
    throw new PackagingError(
      `Which Node ${nodePath} in the base image ${source} is cannot be told: name a base with a release of nodejs.org, or set NODE_VERSION in its environment.`,
    );
  }
  if (Number(version.split(".")[0]) >= LEAST_NODE_MAJOR) return version;
  throw new PackagingError(
    `The base image ${source} has Node ${version}, but the app needs ${LEAST_NODE_MAJOR} or newer: name another, for example node:24-slim.`,
  );
}

function refuseMusl(source: string, files: Files): void {
  const loaders = [...files.keys()].map((file) => path.posix.basename(file));
  const onlyMusl =
    loaders.some((name) => name.startsWith("ld-musl-")) && !loaders.some((name) => name.startsWith("ld-linux-"));
  if (!onlyMusl && !files.has("/etc/alpine-release")) return;
  throw new PackagingError(
    `The base image ${source} has musl for its C library (as Alpine does), and onnxruntime's native library is built for glibc only: name a Debian-based image, for example node:24-slim instead of node:24-alpine.`,
  );
}
