import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { lambdaZip, serverBundle, temporaryFolder } from "../fixtures/artifacts.ts";
import { freePort } from "./free-port.ts";
import { assertPortFree } from "./port.ts";
import { startIdentity } from "./process-identity.ts";
import type { RunningService, ServiceSpec } from "./service-types.ts";
import { inspectService, readService, startService, stopService } from "./service.ts";

const kinds = { "server-bundle": serverBundle, "lambda-zip": lambdaZip };
const bothKinds = ["server-bundle", "lambda-zip"] as const;

async function specOf(artifact: ServiceSpec["artifact"], overrides: Partial<ServiceSpec> = {}): Promise<ServiceSpec> {
  const directory = path.join(await temporaryFolder(), "state", "service");
  return { name: "churn", artifact, directory, port: await freePort(), ...overrides };
}

async function start(spec: ServiceSpec): Promise<RunningService> {
  const running = await startService(spec);
  onTestFinished(() => stopService(running));
  return running;
}

async function failureOf(spec: ServiceSpec): Promise<string> {
  return startService(spec).then(
    async (running) => {
      await stopService(running);
      return "started";
    },
    (error: Error) => error.message,
  );
}

async function ready(service: RunningService): Promise<Record<string, unknown>> {
  return (await (await fetch(`${service.url}/ready`)).json()) as Record<string, unknown>;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

test.each(bothKinds)("%s: starts, is inspected, and is stopped without a process or a file left", async (kind) => {
  const spec = await specOf(await kinds[kind]());
  const running = await start(spec);
  expect(running).toEqual({
    name: "churn",
    url: `http://127.0.0.1:${spec.port}`,
    port: spec.port,
    pid: expect.any(Number),
    startedAt: startIdentity(running.pid),
    instanceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    directory: spec.directory,
    artifactDigest: spec.artifact.digest,
  });
  expect(await readService(spec.directory)).toEqual({ ...running, isReady: true });
  const answer = await ready(running);
  expect(answer["instance_id"]).toBe(running.instanceId);
  expect(await inspectService(running)).toBe("running");
  await stopService(running);
  expect(await inspectService(running)).toBe("gone");
  expect(startIdentity(running.pid)).toBeUndefined();
  if (typeof answer["pid"] === "number") expect(startIdentity(answer["pid"])).toBeUndefined();
  expect(existsSync(spec.directory)).toBe(false);
  await stopService(running);
});

test.each(bothKinds)("%s: after kill -9 it is gone, its function too, and it can be started again", async (kind) => {
  const spec = await specOf(await kinds[kind]());
  const killed = await start(spec);
  const functionPid = (await ready(killed))["pid"];
  process.kill(killed.pid, "SIGKILL");
  await until(() => startIdentity(killed.pid) === undefined);
  expect(await inspectService(killed)).toBe("gone");
  if (typeof functionPid === "number") await until(() => startIdentity(functionPid) === undefined);
  const restarted = await start(spec);
  expect(await inspectService(restarted)).toBe("running");
  expect(await inspectService(killed)).toBe("gone");
});

test("a function that spins when its supervisor is killed is swept up by stop", async () => {
  const source = `export const handler = async (event) => {
    if (event.rawPath === "/spin") { console.log("spinning"); for (;;); }
    return { statusCode: 200, body: JSON.stringify({ instance_id: process.env.MODELPORT_INSTANCE_ID, pid: process.pid }) };
  };`;
  const running = await start(await specOf(await lambdaZip(source)));
  const functionPid = (await ready(running))["pid"] as number;
  const spinning = fetch(`${running.url}/spin`).catch(() => undefined);
  await until(() => readFileSync(path.join(running.directory, "service.log"), "utf8").includes("spinning"));
  process.kill(running.pid, "SIGKILL");
  await spinning;
  expect(startIdentity(functionPid)).toBeDefined();
  await stopService(running);
  expect(startIdentity(functionPid)).toBeUndefined();
});

test("a server gets its own variables, and only a path and a zone of the caller's", async () => {
  const spec = await specOf(await serverBundle(), { environment: { OWN: "set", PORT: "1" } });
  const { environment } = (await ready(await start(spec))) as { environment: Record<string, string> };
  expect(environment).toEqual({
    HOST: "127.0.0.1",
    MODELPORT_ARTIFACT_DIGEST: spec.artifact.digest,
    MODELPORT_INSTANCE_ID: expect.any(String),
    NODE_ENV: "production",
    OWN: "set",
    PATH: expect.any(String),
    PORT: String(spec.port),
    TZ: expect.any(String),
  });
});

test("another process with the same pid is not ours: it is gone, and stop leaves it alone", async () => {
  const running = await start(await specOf(await serverBundle()));
  const stranger = spawn("sleep", ["60"]);
  onTestFinished(() => void stranger.kill("SIGKILL"));
  await once(stranger, "spawn");
  const reused: RunningService = { ...running, pid: stranger.pid ?? -1, directory: await temporaryFolder() };
  expect(await inspectService(reused)).toBe("gone");
  await stopService(reused);
  expect(startIdentity(stranger.pid ?? -1)).toBeDefined();
  expect(await inspectService(running)).toBe("running");
});

test("another process on the port is not ours", async () => {
  const running = await start(await specOf(await serverBundle()));
  expect(await inspectService({ ...running, instanceId: "another" })).toBe("gone");
  const elsewhere = await freePort();
  expect(await inspectService({ ...running, port: elsewhere })).toBe("gone");
});

test("a zombie is dead", async () => {
  // The shell starts a process that waits, and becomes a program that never waits for it, and so keeps a zombie. A process
  // that ended earlier could still be collected by the shell.
  const parent = spawn("sh", ["-c", "read line <&3 & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore", "pipe"],
  });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const [output] = (await once(parent.stdout as Readable, "data")) as [Buffer];
  const zombie = Number(output.toString());
  const isLinux = process.platform === "linux";
  if (isLinux) await until(() => readFileSync(`/proc/${parent.pid}/comm`, "utf8") === "sleep\n");
  else await sleep(500);
  (parent.stdio[3] as Writable).end("\n");
  if (isLinux) await until(() => zombieState(zombie));
  else await sleep(500);
  expect(() => process.kill(zombie, 0)).not.toThrow();
  expect(startIdentity(zombie)).toBeUndefined();
});

test.runIf(process.platform === "linux")(
  "a killed process is dead once its ports are free, and not before",
  async () => {
    const port = await freePort();
    const source = `
    const { gzip } = require("node:zlib");
    require("node:http").createServer().listen(${port}, "127.0.0.1", () => console.log("listening"));
    setInterval(() => { for (let i = 0; i < 4; i += 1) gzip(Buffer.alloc(4e6, 1), () => {}); }, 5);`;
    for (let round = 0; round < 10; round += 1) {
      const server = spawn(process.execPath, ["-e", source], { stdio: ["ignore", "pipe", "ignore"] });
      onTestFinished(() => void server.kill("SIGKILL"));
      await once(server.stdout, "data");
      // Threads that compress end later than the one that listens.
      await sleep(30);
      server.kill("SIGKILL");
      await until(() => startIdentity(server.pid ?? 0) === undefined);
      await expect(assertPortFree(port, "serverPort", `round ${round}`)).resolves.toBeUndefined();
    }
  },
);

function zombieState(pid: number): boolean {
  return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

test("a port in use is found before anything is started", async () => {
  const foreign = createServer((_, response) => response.end("not yours"));
  await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void foreign.close());
  const { port } = foreign.address() as { port: number };
  for (const [artifact, setting] of [
    [await serverBundle(), "serverPort"],
    [await lambdaZip(), "lambdaPort"],
  ] as const) {
    const spec = await specOf(artifact, { port });
    expect(await failureOf(spec)).toBe(
      `Port ${port} for churn is in use by another process: stop that process, or set ${setting} to a free port.`,
    );
    expect(existsSync(spec.directory)).toBe(false);
  }
  expect(await failureOf(await specOf(await serverBundle(), { port: 70_000, portSetting: "port" }))).toBe(
    "port is 70000, which is not a port: set it to a whole number from 1 to 65535.",
  );
});

test("an artifact that is missing or not the expected one is named, with the command that builds it", async () => {
  const nowhere = path.join(await temporaryFolder(), "lambda.zip");
  expect(await failureOf(await specOf({ kind: "lambda-zip", path: nowhere, digest: "sha256:0" }))).toBe(
    `There is no lambda-zip at ${nowhere}: build it with \`npx nx run inference-api:package\`.`,
  );
  const bundle = await serverBundle();
  await appendFile(path.join(bundle.path, "server.mjs"), "//");
  const sentence = await failureOf(await specOf(bundle));
  expect(sentence).toMatch(
    /^The server-bundle at \S+ has digest sha256:[0-9a-f]{64}, but sha256:[0-9a-f]{64} was expected: it was rebuilt or changed since; build it with `npx nx run inference-api:package` and try again\.$/,
  );
  expect(sentence).toContain(`but ${bundle.digest} was expected`);
});

test("what ends before it is ready says how and its last words, and leaves nothing", async () => {
  const server = await specOf(await serverBundle('console.error("the model is broken"); process.exit(4);'));
  expect(await failureOf(server)).toBe(
    "churn ended before it was ready (exit code 4).\nIts last log lines:\n  the model is broken",
  );
  expect(existsSync(server.directory)).toBe(false);
  const lambda = await specOf(await lambdaZip('console.log("loading"); process.exit(4);'));
  expect(await failureOf(lambda)).toBe(
    "churn ended before it was ready (exit code 1).\nIts last log lines:\n  loading\n  The function churn did not start: the process ended before it was ready (exit status 4) (Runtime.ExitError).",
  );
  expect(existsSync(lambda.directory)).toBe(false);
});

test("what never gets ready is stopped at the limit", async () => {
  const source = `import { createServer } from "node:http";
    createServer((_, response) => response.writeHead(503).end(JSON.stringify({ status: "starting", instance_id: process.env.MODELPORT_INSTANCE_ID }))).listen(process.env.PORT, process.env.HOST);`;
  const spec = await specOf(await serverBundle(source), { startTimeoutSeconds: 0.5 });
  expect(await failureOf(spec)).toBe(`churn was not ready on port ${spec.port} within 0.5 seconds (GET /ready).`);
  expect(existsSync(spec.directory)).toBe(false);
});

test("a service that runs is not started twice", async () => {
  const spec = await specOf(await serverBundle());
  const running = await start(spec);
  expect(await failureOf({ ...spec, port: await freePort() })).toBe(
    `churn already runs at ${running.url}: stop it (kill ${running.pid}) before starting it again.`,
  );
  expect(await inspectService(running)).toBe("running");
});

test("one whose starter was killed while it waited is cleared by the next start", async () => {
  const spec = await specOf(await serverBundle());
  const lost = await start(spec);
  await writeFile(path.join(spec.directory, "service.json"), JSON.stringify({ ...lost, isReady: false }));
  const running = await start(spec);
  expect(startIdentity(lost.pid)).toBeUndefined();
  expect(await inspectService(running)).toBe("running");
});

test("a server that ignores SIGTERM is killed, with what it started", async () => {
  const source = `import { createServer } from "node:http";
    import { spawn } from "node:child_process";
    process.on("SIGTERM", () => undefined);
    const child = spawn("sleep", ["60"]);
    createServer((_, response) => response.end(JSON.stringify({ instance_id: process.env.MODELPORT_INSTANCE_ID, pid: child.pid }))).listen(process.env.PORT, process.env.HOST);`;
  const running = await start(await specOf(await serverBundle(source)));
  const child = (await ready(running))["pid"] as number;
  await stopService(running, { graceMs: 200 });
  expect([startIdentity(running.pid), startIdentity(child)]).toEqual([undefined, undefined]);
});

test("code runs from a read-only copy: a rebuild of the artifact does not touch it", async () => {
  const artifact = await serverBundle();
  const spec = await specOf(artifact);
  await start(spec);
  await writeFile(path.join(artifact.path, "server.mjs"), "throw new Error('rebuilt');");
  expect(await readFile(path.join(spec.directory, "code/server.mjs"), "utf8")).toContain("createServer");
  expect((await readdir(spec.directory)).toSorted()).toEqual(["code", "service.json", "service.log"]);
});

test("it outlives the process that started it", async () => {
  const spec = await specOf(await lambdaZip());
  const script = `const { startService } = await import(process.argv[1]);
    console.log(JSON.stringify(await startService(JSON.parse(process.argv[2]))));`;
  const starter = spawn(
    process.execPath,
    ["--input-type=module", "-e", script, new URL("./index.ts", import.meta.url).href, JSON.stringify(spec)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const chunks: Buffer[] = [];
  starter.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(starter, "close");
  const running = JSON.parse(Buffer.concat(chunks).toString()) as RunningService;
  onTestFinished(() => stopService(running));
  expect(await inspectService(running)).toBe("running");
});
