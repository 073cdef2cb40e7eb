import { isDigest, type Digest } from "../../digest.ts";
import { PackagingError } from "../../errors.ts";
import { isLoopback } from "./remote-address.ts";

/** Where an image is: a registry, a repository in it, and a tag or digest. */
export interface Reference {
  /** For people: `docker.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** Origin of its API. */
  readonly origin: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

const REPOSITORY = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const HOST = /^(\[[0-9a-f:]+\]|[a-z0-9]([\w-]*[a-z0-9])?(\.[a-z0-9]([\w-]*[a-z0-9])?)*)(:\d{1,5})?$/i;
const DOCKER_HUB = { registry: "docker.io", origin: "https://registry-1.docker.io" };

/** Parses `[registry/]repository[:tag][@sha256:…]`; the default registry is Docker Hub, the default tag `latest`. */
export function parseReference(text: string): Reference {
  const [named = "", digest, ...more] = text.split("@");
  const { host, rest } = splitHost(named);
  const colon = rest.lastIndexOf(":");
  const [name, tag] = colon === -1 ? [rest, undefined] : [rest.slice(0, colon), rest.slice(colon + 1)];
  const origin = host === undefined ? DOCKER_HUB.origin : originOf(host);
  const sound =
    origin !== undefined &&
    REPOSITORY.test(name) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || isDigest(digest)) &&
    more.length === 0;
  if (!sound) {
    throw new PackagingError(
      `"${text}" is not an image reference: write [registry/]name[:tag] or [registry/]name@sha256:<64 hex digits>, in lower case; or the path of an image archive that ends in .tar.`,
    );
  }
  const where = host === undefined ? DOCKER_HUB : { registry: host, origin };
  const repository = host === undefined && !name.includes("/") ? `library/${name}` : name;
  return { ...where, repository, tag: tag ?? (digest ? undefined : "latest"), digest };
}

/** The part before the first slash is a host if it has a dot or a port, or is `localhost`. */
function splitHost(named: string): { host: string | undefined; rest: string } {
  const slash = named.indexOf("/");
  const first = named.slice(0, Math.max(slash, 0));
  if (first === "docker.io") return { host: undefined, rest: named.slice(slash + 1) };
  const isHost = first === "localhost" || first.includes(".") || first.includes(":");
  return isHost ? { host: first, rest: named.slice(slash + 1) } : { host: undefined, rest: named };
}

/** Plain HTTP on this machine only; undefined if it is not a host. */
function originOf(host: string): string | undefined {
  const url = HOST.test(host) ? URL.parse(`https://${host}`) : null;
  if (url === null) return undefined;
  return new URL(`${isLoopback(url.hostname) ? "http" : "https"}://${host}`).origin;
}
