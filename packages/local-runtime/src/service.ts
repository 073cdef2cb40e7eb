import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { getReady } from "./get-ready.ts";
import { checkArtifact } from "./check-artifact.ts";
import { LocalRuntimeError } from "./errors.ts";
import { launch, LOG_FILE, type Launched } from "./launch.ts";
import { assertPortFree } from "./port.ts";
import { orphansOf, startIdentity } from "./process-identity.ts";
import { withLines } from "./recent-lines.ts";
import type { RunningService, ServiceSpec } from "./service-types.ts";
import { removeFolder } from "./unpack.ts";

const STATE_FILE = "service.json";
const POLL_MS = 20;
/** Lambda may spend its whole timeout on one event before it answers /ready. */
const INSPECT_TIMEOUT_MS = 10_000;
/** Longer than the server's own drain. */
const TERMINATION_GRACE_MS = 15_000;

/**
 * Starts an artifact as a process that outlives the caller, and waits until GET /ready is 200 with its instance id. On
 * failure no process and no folder is left; the error is one sentence and the last log lines.
 */
export async function startService(spec: ServiceSpec): Promise<RunningService> {
  await clearLeftovers(spec);
  await assertPortFree(spec.port, portSetting(spec), spec.name);
  await checkArtifact(spec);
  const instanceId = randomUUID();
  // Its settings may contain secrets.
  await mkdir(spec.directory, { recursive: true, mode: 0o700 });
  let launched: Launched | undefined;
  let running: RunningService | undefined;
  try {
    launched = await launch(spec, instanceId);
    running = describe(spec, launched, instanceId);
    // Before the process does anything, so that a starter that is killed leaves no process without a record.
    await writeState({ ...running, isReady: false });
    launched.release();
    await awaitReady(spec, running, launched);
    await writeState({ ...running, isReady: true });
    return running;
  } catch (error) {
    await stopService(running ?? describe(spec, launched ?? { pid: -1 }, instanceId));
    throw error;
  }
}

/** Ours: the same process (not a later one with its pid, not a zombie), and it answers /ready with our instance id. */
export async function inspectService(running: RunningService): Promise<"running" | "gone"> {
  if (startIdentity(running.pid) !== running.startedAt) return "gone";
  const answer = await getReady(running.port, INSPECT_TIMEOUT_MS);
  return answer?.instanceId === running.instanceId ? "running" : "gone";
}

/** SIGTERM, then SIGKILL for the whole group; removes the folder. A process that is not ours is left alone. */
export async function stopService(
  running: RunningService,
  { graceMs = TERMINATION_GRACE_MS }: { readonly graceMs?: number } = {},
): Promise<void> {
  const isOurs = () => running.startedAt !== "" && startIdentity(running.pid) === running.startedAt;
  if (isOurs()) {
    send("SIGTERM", running.pid);
    const deadline = Date.now() + graceMs;
    while (isOurs() && Date.now() < deadline) await sleep(POLL_MS);
    if (isOurs()) send("SIGKILL", -running.pid);
    while (isOurs()) await sleep(POLL_MS);
  }
  // What a supervisor left behind when it was killed by SIGKILL.
  const orphans = orphansOf(running.pid, `MODELPORT_INSTANCE_ID=${running.instanceId}`);
  for (const pid of orphans) send("SIGKILL", pid);
  while (orphans.some((pid) => startIdentity(pid) !== undefined)) await sleep(POLL_MS);
  await removeFolder(running.directory);
}

interface ServiceState extends RunningService {
  /** False while its starter waits, or if the starter was killed while it waited. */
  readonly isReady: boolean;
}

/** Ends the service of a folder without an owner, even while it is starting, and removes the folder. */
export async function clearService(directory: string): Promise<void> {
  const left = await readService(directory).catch(() => undefined);
  if (left === undefined) await removeFolder(directory);
  else await stopService({ ...left, directory });
}

/** The service that a folder belongs to; undefined if none was started there. */
export async function readService(directory: string): Promise<ServiceState | undefined> {
  try {
    return JSON.parse(await readFile(path.join(directory, STATE_FILE), "utf8")) as ServiceState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Clears the folder of a dead service; a living one is left alone, unless its owner starts it again. */
async function clearLeftovers(spec: ServiceSpec): Promise<void> {
  if (!path.isAbsolute(spec.directory))
    throw new TypeError(`the service's directory must be absolute: ${spec.directory}`);
  const earlier = await readService(spec.directory);
  if (earlier === undefined) return;
  const isOwners = spec.owner !== undefined && earlier.owner === spec.owner;
  if (!isOwners && earlier.isReady && (await inspectService(earlier)) === "running") {
    throw new LocalRuntimeError(
      `${earlier.name} already runs at ${earlier.url}: stop it (kill ${earlier.pid}) before starting it again.`,
    );
  }
  await stopService(earlier);
}

function describe(spec: ServiceSpec, { pid }: Pick<Launched, "pid">, instanceId: string): RunningService {
  return {
    name: spec.name,
    url: `http://127.0.0.1:${spec.port}`,
    port: spec.port,
    pid,
    startedAt: startIdentity(pid) ?? "",
    instanceId,
    directory: spec.directory,
    artifactDigest: spec.artifact.digest,
    ...(spec.owner === undefined ? {} : { owner: spec.owner }),
  };
}

async function awaitReady(spec: ServiceSpec, running: RunningService, { ended }: Launched): Promise<void> {
  let how: string | undefined;
  void ended.then((end) => (how = end));
  const seconds = spec.startTimeoutSeconds ?? 30;
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await getReady(spec.port, Math.max(1, deadline - Date.now()));
    if (answer?.status === 200 && answer.instanceId === running.instanceId) return;
    if (how !== undefined) {
      throw new LocalRuntimeError(
        withLines(`${spec.name} ended before it was ready (${how}).`, await lastLogLines(spec.directory)),
      );
    }
    if (answer?.instanceId !== undefined && answer.instanceId !== running.instanceId) {
      throw new LocalRuntimeError(
        `Port ${spec.port} for ${spec.name} is answered by another modelport service: stop that one, or set ${portSetting(spec)} to a free port.`,
      );
    }
    await sleep(POLL_MS);
  }
  throw new LocalRuntimeError(
    withLines(
      `${spec.name} was not ready on port ${spec.port} within ${seconds} seconds (GET /ready).`,
      await lastLogLines(spec.directory),
    ),
  );
}

async function lastLogLines(directory: string): Promise<string[]> {
  const text = await readFile(path.join(directory, LOG_FILE), "utf8").catch(() => "");
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .slice(-20);
}

async function writeState(running: ServiceState): Promise<void> {
  const file = path.join(running.directory, STATE_FILE);
  await writeFile(`${file}.partial`, `${JSON.stringify(running, null, 2)}\n`);
  await rename(`${file}.partial`, file);
}

function portSetting(spec: ServiceSpec): string {
  return spec.portSetting ?? (spec.artifact.kind === "lambda-zip" ? "lambdaPort" : "serverPort");
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
