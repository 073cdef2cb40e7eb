// Finds the local stack of this clone. Its port is a setting, and another service, maybe another user's, may use the
// default port, but must not get any rows: so the stack's own record says which service it is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./exit.ts";
import { send } from "./http.ts";

const TIMEOUT_MS = 2_000;
/** `<stack>/<service>/service.json`, while a service runs. */
const RECORDS = join(import.meta.dirname, "../../../.modelport/local");

interface LocalService {
  readonly url: string;
  readonly instanceId: string;
}

/** The running server of the stack `local`, or of another stack. @throws {Failure} if there is none */
export function localService(records: string = RECORDS): LocalService {
  const stacks = foldersIn(records).toSorted((a, b) => Number(b === "local") - Number(a === "local"));
  for (const stack of stacks) {
    const service = readRecord(join(records, stack, "server", "service.json"));
    if (service) return service;
  }
  throw new Failure(
    "No local stack runs in this clone: run `npm start` there, or say by --url where a modelport server answers.",
  );
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readRecord(path: string): LocalService | undefined {
  try {
    const { port, instanceId, isReady } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    if (isReady !== true || typeof instanceId !== "string" || !Number.isInteger(port)) return undefined;
    return { url: `http://127.0.0.1:${String(port)}`, instanceId };
  } catch {
    return undefined;
  }
}

/** The URL of {@link localService}, once it answers. @throws {Failure} */
export async function localUrl(records?: string): Promise<string> {
  const { url, instanceId } = localService(records);
  const ready = await send(`${url}/ready`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  const body = (await ready?.json().catch(() => undefined)) as { instance_id?: unknown } | undefined;
  if (ready?.ok === true && body?.instance_id === instanceId) return url;
  throw new Failure(
    `The local stack is not what answers at ${url}, or nothing does: run \`npm start\` in this clone, or say by --url where a modelport server answers.`,
  );
}
