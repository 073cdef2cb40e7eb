// The packaged artifacts of this app for this machine, and how tests run them as services.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type ServiceSpec, startService, stopService } from "@modelport/local-runtime";
import { type ArtifactKind, hostPlatform, readArtifacts } from "@modelport/packaging";

const DIST = join(import.meta.dirname, "../../dist");

/** Where the artifact of `kind` for this machine is, and its digest. */
export function packaged(kind: ArtifactKind) {
  const { artifacts } = readArtifacts(DIST);
  const found = artifacts.find((entry) => entry.kind === kind && entry.platform === hostPlatform());
  if (!found) throw new Error(`dist has no ${kind} for ${hostPlatform()}`);
  return { path: join(DIST, found.path), digest: found.digest };
}

/** Runs it as a process on a free port; `close` stops it and removes its files. */
export async function startPackaged(
  kind: "server-bundle" | "lambda-zip",
  environment: Readonly<Record<string, string>> = {},
  settings: Pick<ServiceSpec, "handler" | "invokeMode"> = {},
) {
  const directory = await mkdtemp(join(tmpdir(), "modelport-packaged-"));
  const running = await startService({
    name: kind,
    artifact: { kind, ...packaged(kind) },
    directory: join(directory, kind),
    port: await freePort(),
    environment: { LOG_LEVEL: "warn", ...environment },
    ...settings,
  });
  const close = async () => {
    await stopService(running);
    await rm(directory, { recursive: true, force: true });
  };
  return { url: running.url, instanceId: running.instanceId, close };
}
