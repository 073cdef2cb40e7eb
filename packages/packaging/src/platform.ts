import { PackagingError } from "./errors.ts";

/** Where an artifact can run: operating system and CPU, in Node's terms. */
export type Platform = "linux-x64" | "linux-arm64" | "darwin-arm64";

export const PLATFORMS: readonly Platform[] = ["linux-x64", "linux-arm64", "darwin-arm64"];

/** The properties of a machine that determine its platform. */
export interface Host {
  readonly os: string;
  readonly cpu: string;
  /** Empty if the C library is not glibc (musl, as on Alpine). */
  readonly glibcVersion: string | undefined;
}

/** The platform of this machine; throws a sentence if onnxruntime has no build for it. */
export function hostPlatform(host: Host = thisHost()): Platform {
  const platform = PLATFORMS.find((known) => known === `${host.os}-${host.cpu}`);
  if (platform === undefined) {
    throw new PackagingError(
      `This machine is ${host.os}-${host.cpu}; modelport packages and runs on ${PLATFORMS.join(", ")}: use one of those, or a Linux container on this machine.`,
    );
  }
  if (host.os === "linux" && host.glibcVersion === undefined) {
    throw new PackagingError(
      "This Linux has no glibc (musl, as on Alpine), and onnxruntime's native library is built for glibc only: use a Debian-based system or image, for example node:24-slim instead of node:24-alpine.",
    );
  }
  return platform;
}

/** Which artifacts to build, by kind. */
export interface PlatformSelection {
  readonly serverBundle: readonly Platform[];
  readonly lambdaZip: readonly Platform[];
}

/** What AWS needs (x86_64 and arm64 zips), and what this host needs to run both kinds itself. */
export function platformsFor(host: Platform): PlatformSelection {
  return {
    serverBundle: [host],
    lambdaZip: PLATFORMS.filter((platform) => platform.startsWith("linux-") || platform === host),
  };
}

/** `linux-x64` → `{ os: "linux", cpu: "x64" }`. */
export function partsOf(platform: Platform): { os: "linux" | "darwin"; cpu: "x64" | "arm64" } {
  const [os, cpu] = platform.split("-") as ["linux" | "darwin", "x64" | "arm64"];
  return { os, cpu };
}

function thisHost(): Host {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return { os: process.platform, cpu: process.arch, glibcVersion: report.header?.glibcVersionRuntime };
}
