// Builds the image once for all container tests, on a local base image, and loads it into podman.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packageAll } from "@modelport/packaging";
import { sources } from "../../sources.ts";
import { podman } from "@modelport/local-runtime/podman";

declare module "vitest" {
  interface ProvidedContext {
    /** The image that the tests run; undefined if this machine cannot run containers. */
    readonly built:
      | { readonly image: string; readonly digest: string; readonly archive: string; readonly baseImage: string }
      | undefined;
  }
}

const BASE = "localhost/node:24-slim";
const TESTBED = join(import.meta.dirname, "../../../../../shared/testbed/base-image");

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const missing = whatIsMissing();
  if (missing !== undefined) {
    if (mustRun()) throw new Error(missing);
    process.stderr.write(`\nThe container tests are skipped. ${missing}\n\n`);
    project.provide("built", undefined);
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(join(tmpdir(), "modelport-image-"));
  const baseArchive = join(folder, "base.tar");
  await podman("save", "--output", baseArchive, BASE);
  const { artifacts } = await packageAll({
    ...sources,
    outDir: join(folder, "dist"),
    platforms: { serverBundle: [], lambdaZip: [] },
    image: { ...sources.image, baseImage: baseArchive },
  });
  const [built] = artifacts;
  if (built === undefined) throw new Error("packageAll built no image");
  const archive = join(folder, "dist", built.path);
  const loaded = await podman("load", "--quiet", "--input", archive);
  const image =
    loaded
      .split("\n")
      .at(-1)
      ?.replace(/^Loaded image: /, "") ?? "";
  project.provide("built", { image, digest: built.digest, archive, baseImage: BASE });
  return async () => {
    await podman("rmi", "--force", image);
    await rm(folder, { recursive: true, force: true });
  };
}

/** In CI as root on Debian, the script installs everything that is needed, so nothing may be missing. */
function mustRun(): boolean {
  return process.env["CI"] === "true" && process.getuid?.() === 0 && existsSync("/etc/debian_version");
}

/** One sentence with what to do, or undefined. Makes the base image if the test bed is next to this clone. */
function whatIsMissing(): string | undefined {
  if (process.getuid?.() !== 0) return "They need root for limits of memory and CPU: run them as root, or in CI.";
  if (works("podman", "image", "exists", BASE)) return undefined;
  // The test bed installs packages, so a personal machine uses it only if podman is already installed.
  const mayMake = mustRun() || works("podman", "--version");
  if (mayMake && existsSync(TESTBED) && works(TESTBED)) return undefined;
  return works("podman", "--version")
    ? `They need the image ${BASE}: \`podman pull docker.io/library/node:24-slim && podman tag node:24-slim ${BASE}\`.`
    : "They need podman: `apt-get install podman`.";
}

function works(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    return true;
  } catch {
    return false;
  }
}
