// The packaged server behind a tutorial's URL, with the variables that its stack declares.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, type RunningService, startService, stopService } from "@modelport/local-runtime";
import { readArtifacts } from "@modelport/packaging";
import { afterAll } from "vitest";

interface Served {
  /** The folder of artifacts.json. */
  readonly artifacts: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Default: a free one. */
  readonly port?: number;
}

/** Returns what starts the server at its first call, and gives its URL. The server ends with the tests of the file. */
export function tutorialServer(): (served: Served) => Promise<string> {
  let folder: string | undefined;
  let service: RunningService | undefined;
  // Requests are drained for as long as the platform has its instances do it.
  afterAll(async () => {
    if (service) await stopService(service);
    if (folder) await rm(folder, { recursive: true });
  }, 60_000);

  return async ({ artifacts, environment, port }) => {
    if (service) return service.url;
    const bundle = readArtifacts(artifacts).artifacts.find(({ kind }) => kind === "server-bundle");
    if (bundle === undefined) throw new Error(`${artifacts} has no server bundle`);
    folder = await mkdtemp(path.join(tmpdir(), "modelport-tutorial-"));
    service = await startService({
      name: "server",
      artifact: { kind: "server-bundle", path: path.join(artifacts, bundle.path), digest: bundle.digest },
      directory: path.join(folder, "server"),
      port: port ?? (await freePort()),
      environment,
    });
    return service.url;
  };
}
