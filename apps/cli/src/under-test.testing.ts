// The packaged server on a free port, and the command line as a separate process.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { freePort, type RunningService, type ServiceArtifactKind, startService } from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { onTestFinished } from "vitest";
import { run } from "./cli.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DIST = join(ROOT, "apps/inference-api/dist");
const BIN = join(import.meta.dirname, "../bin/modelport.mjs");

interface Feature {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly example: string | number;
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The shipped model's manifest, as far as these tests need it. */
export const manifest = JSON.parse(readFileSync(join(ROOT, "model/manifest.json"), "utf8")) as {
  readonly name: string;
  readonly version: string;
  readonly features: readonly Feature[];
};

export function startServer(environment: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  return startArtifact("server-bundle", { DRAIN_DELAY_MS: "0", ...environment });
}

/** The Lambda zip behind the Lambda Runtime API and a function URL. */
export function startFunction(): Promise<RunningService> {
  return startArtifact("lambda-zip");
}

async function startArtifact(
  kind: ServiceArtifactKind,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const found = readArtifacts(DIST).artifacts.find((built) => built.kind === kind && built.platform === hostPlatform());
  if (!found) throw new Error(`dist has no ${kind} for this machine`);
  return startService({
    name: kind,
    artifact: { kind, path: join(DIST, found.path), digest: found.digest },
    directory: join(tmpdir(), `modelport-cli-${kind}-${randomUUID()}`),
    port: await freePort(),
    environment: { LOG_LEVEL: "warn", ...environment },
  });
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface StartOptions {
  readonly stdin?: string;
  /** Standard input does not end after `stdin`. */
  readonly staysOpen?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly bin?: string;
}

/** Starts `modelport <args>`; `ended` settles when it has exited. */
export function start(
  args: readonly string[],
  { stdin = "", staysOpen = false, env, cwd, bin = BIN }: StartOptions = {},
) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: "pipe",
  });
  child.stdin.on("error", () => undefined).write(stdin);
  if (!staysOpen) child.stdin.end();
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, ...said })));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, said, ended };
}

export function modelport(args: readonly string[], options?: StartOptions): Promise<Ended> {
  return start(args, options).ended;
}

/** The same in this process, which is many times faster, but without signals and proxies. */
export async function modelportHere(
  args: readonly string[],
  { stdin = "", env = {} }: Pick<StartOptions, "stdin" | "env"> = {},
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const into = (name: keyof typeof said) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString();
        done();
      },
    });
  const code = await run(args, "1.2.3", {
    environment: env,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: into("stdout"),
    stderr: into("stderr"),
    interrupted: new AbortController().signal,
  });
  return { code, ...said };
}

/** `count` rows that differ: an id, which is not a field of the model, then every field. */
export function csvRows(count: number): string[] {
  const examples = manifest.features.map(({ example }) => String(example));
  const varied = manifest.features.findIndex(({ type, minimum, maximum }) => type === "integer" && minimum && maximum);
  const { minimum = 0, maximum = 0 } = manifest.features[varied] ?? {};
  return Array.from({ length: count }, (_, i) =>
    [i, ...examples.with(varied, String(minimum + (i % (maximum - minimum))))].join(","),
  );
}

export const CSV_HEADER = ["id", ...manifest.features.map(({ name }) => name)].join(",");

/** The server's own answer for the same rows, in one request: the lines after the header, without their index. */
export async function directAnswers(url: string, rows: readonly string[], query = ""): Promise<string[]> {
  const withoutId = [CSV_HEADER, ...rows].map((row) => row.slice(row.indexOf(",") + 1)).join("\n");
  const response = await fetch(`${url}/api/v1/predict/batch${query}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: withoutId,
  });
  const lines = (await response.text()).trimEnd().split("\r\n");
  return lines.map((line) => line.slice(line.indexOf(",") + 1));
}
