// Streamed batches from the clients of other languages, most of which read nothing before they have sent everything.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packaged } from "../src/entry/packaged.testing.ts";
import { spawnServer, type SpawnedServer } from "../src/entry/spawned.testing.ts";

const run = promisify(execFile);
const own = (name: string) => join(import.meta.dirname, name);
interface Client {
  /** Tells whether the language is there. */
  readonly probe: readonly string[];
  readonly build?: (folder: string) => readonly string[];
  readonly command: (folder: string) => readonly string[];
}
const clients: Readonly<Record<string, Client>> = {
  "Python's http.client": { probe: ["python3", "--version"], command: () => ["python3", own("half_duplex.py")] },
  "Java's HttpClient": { probe: ["java", "--version"], command: () => ["java", own("HalfDuplex.java")] },
  "Go's net/http": {
    probe: ["go", "version"],
    // The first time it compiles net/http too: minutes on a busy machine.
    build: (to) => ["go", "build", "-o", join(to, "half_duplex"), own("half_duplex.go")],
    command: (to) => [join(to, "half_duplex")],
  },
};

const { path: bundle } = packaged("server-bundle");
const { features } = JSON.parse(readFileSync(join(bundle, "model/manifest.json"), "utf8")) as {
  features: { name: string; example: unknown }[];
};
const header = `${features.map(({ name }) => name).join(",")}\n`;
const row = `${features.map(({ example }) => String(example)).join(",")}\n`;
const rowsOf = (megabytes: number) => Math.floor((megabytes * 1e6) / row.length);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-clients-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly status: number;
  readonly lines: number;
  readonly last: string;
}

async function execute([program = "", ...words]: readonly string[], timeout: number): Promise<string> {
  return (await run(program, words, { timeout })).stdout;
}

const batch = (megabytes: number) => header + row.repeat(rowsOf(megabytes));

async function post({ command }: Client, server: SpawnedServer, body: string): Promise<Answer> {
  const file = join(folder, "batch.csv");
  await writeFile(file, body, "latin1");
  const url = `${server.url}/api/v1/predict/batch`;
  return JSON.parse(await execute([...command(folder), url, file], 150_000)) as Answer;
}

describe.each(Object.entries(clients))("%s", (name, client) => {
  const { probe, build } = client;
  const [program = "", ...words] = probe;
  const missing = spawnSync(program, words).status !== 0;
  if (missing) process.stderr.write(`\nThe tests with ${name} are skipped: \`${probe.join(" ")}\` fails.\n\n`);
  beforeAll(async () => {
    if (build && !missing) await execute(build(folder), 600_000);
  }, 600_000);
  const servers: SpawnedServer[] = [];
  const start = async (env: Readonly<Record<string, string>>) => {
    const server = await spawnServer({ LOG_LEVEL: "warn", ...env });
    servers.push(server);
    return server;
  };
  afterAll(() => servers.forEach(({ child }) => child.kill("SIGKILL")));

  it.skipIf(missing).each([1, 12, 30, 60])("gets every row of %d MB", async (megabytes) => {
    const { status, lines, last } = await post(client, await start({}), batch(megabytes));
    expect([status, lines]).toEqual([200, rowsOf(megabytes) + 1]);
    expect(last).toMatch(new RegExp(`^${rowsOf(megabytes) - 1},[\\d.]+,\\w+,$`));
  });

  it.skipIf(missing)("is told from which row on nothing was scored, if more waits than may be held", async () => {
    const server = await start({ MAX_UNREAD_BYTES: "500000" });
    const { status, lines, last } = await post(client, server, batch(30));
    expect(status).toBe(200);
    if (lines === rowsOf(30) + 1) return expect(name).not.toContain("Python");
    const scored = lines - 2;
    expect(scored).toBeGreaterThan(10_000);
    expect(last).toMatch(
      new RegExp(
        `^${scored},+"Row ${scored} and those after it were not scored: \\d+ bytes of the answer were waiting to be read ` +
          `while the request was still being sent\\. Read the answer while sending, or send at most ${scored} rows at a time\\."$`,
      ),
    );
    expect(await server.metrics()).toContain('reason="answer_not_read"} 1');
    const single = await fetch(`${server.url}/health`);
    expect(single.status).toBe(200);
  });

  const good = header + row.repeat(20_000);
  it.skipIf(missing).each([
    ["a header that does not fit", `x${batch(12)}`, 422, /"code":"validation_failed"/],
    ["a byte that is not UTF-8", `${good}\xff${row.repeat(rowsOf(12))}`, 200, /^\d+,+Send text in UTF-8\.$/],
  ])("is told of %s, and not cut off", async (_title, body, expected, last) => {
    const answer = await post(client, await start({}), body);
    expect(answer).toMatchObject({ status: expected, last: expect.stringMatching(last) as string });
  });
});
