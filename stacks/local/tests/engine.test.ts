import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import path from "node:path";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { occupyPort } from "./occupy-port.testing.ts";
import { localFolder, repositoryRoot, serviceFolder } from "../deployment/state-folder.ts";

const artifacts = process.env["MODELPORT_ARTIFACTS_DIR"] ?? path.join(repositoryRoot, "apps/inference-api/dist");
const noArtifacts = existsSync(path.join(artifacts, "artifacts.json"))
  ? undefined
  : `There is no ${artifacts}/artifacts.json: run \`npx nx run inference-api:package\`.`;
const reason = (await whyNoOffline()) ?? noArtifacts;
if (reason !== undefined) console.warn(`SKIPPED, the local target under the real engine: ${reason}`);

const one = `local-test-${process.pid}`;
const two = `local-test-${process.pid}-b`;
const stacks = [one, two] as const;
const seenInstances = new Set<string>();
let engine: OfflineEngine;
let ports: readonly number[];

/** What `GET /model` says of the process that answers. */
interface Runtime {
  readonly entry: string;
  readonly instance_id: string;
  readonly artifact_digest: string;
}

async function runtimeAt(port: number | undefined): Promise<Runtime> {
  const answer = await fetch(`http://127.0.0.1:${port}/model`);
  const { runtime } = (await answer.json()) as { runtime: Runtime };
  seenInstances.add(runtime.instance_id);
  return runtime;
}

async function answers(port: number | undefined): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  } catch {
    return false;
  }
}

function pidOf(stack: string, service: string): number {
  const record = readFileSync(path.join(serviceFolder(stack, service), "service.json"), "utf8");
  return (JSON.parse(record) as { pid: number }).pid;
}

async function succeed(stack: string, ...args: string[]): Promise<string> {
  const run = await engine.run(stack, args);
  expect(run.code, run.output).toBe(0);
  return run.output;
}

async function refused(stack: string, args: string[], environment?: Record<string, string>): Promise<string> {
  const run = await engine.run(stack, args, environment);
  expect(run.code, run.output).not.toBe(0);
  return run.output;
}

type PortSettings = { serverPort: number; lambdaPort: number };
const settingsOne = (): PortSettings => ({ serverPort: ports[0] ?? 0, lambdaPort: ports[1] ?? 0 });
const settingsTwo = (): PortSettings => ({ serverPort: ports[2] ?? 0, lambdaPort: ports[3] ?? 0 });

/** The command lines of processes that carry an instance id of these tests, or work in a folder of theirs. */
function processesLeft(): readonly string[] {
  if (process.platform !== "linux") return [];
  const readable = (file: string) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ environment: readable(`/proc/${pid}/environ`), command: readable(`/proc/${pid}/cmdline`) }))
    .filter(({ environment, command }) =>
      [...seenInstances, path.join(localFolder, one)].some(
        (mark) => environment.includes(mark) || command.includes(mark),
      ),
    )
    .map(({ command }) => command.replaceAll("\0", " "));
}

describe.skipIf(reason !== undefined)("the local target under the real engine", { timeout: 120_000 }, () => {
  beforeAll(async () => {
    engine = await openOfflineEngine();
    const taken = await Promise.all(Array.from({ length: 5 }, occupyPort));
    ports = taken.map(({ port }) => port);
    await Promise.all(taken.map(({ release }) => release()));
    await engine.configure(one, settingsOne());
  }, 120_000);

  afterAll(async () => {
    for (const stack of stacks) await engine.run(stack, ["destroy", "--yes"]);
    await engine.dispose();
  }, 120_000);

  test("a bad setting is refused before anything starts", async () => {
    await engine.configure(one, { ...settingsOne(), timeoutSeconds: "1m", colour: "red" });
    const output = await refused(one, ["up", "--yes", "--skip-preview"]);
    expect(output).toContain(
      'modelport:timeoutSeconds is "1m", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 60 --stack ' +
        `${one}\``,
    );
    expect(output).toContain("modelport:colour is not a setting of the target local");
    expect(output).not.toContain("    at ");
    await engine.configure(one, settingsOne());
    expect(existsSync(path.join(localFolder, one))).toBe(false);
  });

  test("a port in use is refused before anything starts", async () => {
    const { port, release } = await occupyPort();
    await engine.configure(one, { ...settingsOne(), lambdaPort: port });
    const sentence =
      `error: Port ${port} of modelport:lambdaPort is in use by another program: stop it, ` +
      "or choose a free port with `npx pulumi config set modelport:lambdaPort ";
    expect(await refused(one, ["up", "--yes", "--skip-preview"])).toContain(sentence);
    expect(existsSync(path.join(localFolder, one))).toBe(false);
    await release();
    await engine.configure(one, settingsOne());
  });

  test("preview starts nothing", async () => {
    expect(await succeed(one, "preview")).toContain("+ 3 to create");
    expect(await answers(ports[0])).toBe(false);
    expect(existsSync(path.join(localFolder, one))).toBe(false);
  });

  test("up starts both artifacts, says where, and loads no SDK of a cloud", async () => {
    const run = await engine.up(one);
    expect(run.code, run.output).toBe(0);
    expect(run.loadedSdks).toEqual(["@pulumi/pulumi"]);
    const outputs = await engine.outputs(one);
    const serverUrl = `http://127.0.0.1:${ports[0]}`;
    expect(outputs).toMatchObject({
      target: "local",
      url: serverUrl,
      serverUrl,
      predictUrl: `${serverUrl}/api/v1/predict`,
      lambdaUrl: `http://127.0.0.1:${ports[1]}`,
    });
    expect(await runtimeAt(ports[0])).toMatchObject({ entry: "server", artifact_digest: outputs["artifactDigest"] });
    expect(await runtimeAt(ports[1])).toMatchObject({
      entry: "lambda",
      artifact_digest: outputs["lambdaArtifactDigest"],
    });
  });

  test("up again changes nothing, and the same processes answer", async () => {
    const before = [await runtimeAt(ports[0]), await runtimeAt(ports[1])];
    expect(await succeed(one, "up", "--yes", "--skip-preview", "--expect-no-changes")).toContain("4 unchanged");
    expect([await runtimeAt(ports[0]), await runtimeAt(ports[1])]).toEqual(before);
  });

  test("a second stack with other ports runs beside the first; with the first's it is refused by name", async () => {
    await engine.configure(two, { ...settingsTwo(), serverPort: settingsOne().serverPort });
    expect(await refused(two, ["up", "--yes", "--skip-preview"])).toContain(
      `Port ${ports[0]} of modelport:serverPort is in use by the server of the stack ${one}: stop it with \`npx pulumi destroy --stack ${one}\``,
    );
    await engine.configure(two, settingsTwo());
    await succeed(two, "up", "--yes", "--skip-preview");
    const instances = await Promise.all(ports.slice(0, 4).map(runtimeAt));
    expect(new Set(instances.map(({ instance_id }) => instance_id)).size).toBe(4);
  });

  test("preview shows a changed setting as a replacement and touches nothing; up then does it", async () => {
    const lambda = await runtimeAt(ports[1]);
    await engine.configure(one, { ...settingsOne(), serverPort: ports[4] ?? 0 });
    const preview = await succeed(one, "preview", "--diff");
    expect(preview).toContain(`~ port          : ${ports[0]} => ${ports[4]}`);
    expect(preview).toContain("+-1 to replace");
    expect(await answers(ports[4])).toBe(false);
    expect(await succeed(one, "up", "--yes", "--skip-preview")).toContain("+-1 replaced");
    expect(await answers(ports[0])).toBe(false);
    expect(await answers(ports[4])).toBe(true);
    expect(await runtimeAt(ports[1])).toEqual(lambda);
  });

  test("after kill -9 of the Lambda zip, a refresh shows it deleted and an up starts it again", async () => {
    const before = await runtimeAt(ports[1]);
    const survivor = await runtimeAt(ports[4]);
    process.kill(pidOf(one, "lambda"), "SIGKILL");
    const refreshed = await succeed(one, "refresh", "--yes", "--skip-preview");
    expect(refreshed).toMatch(new RegExp(`${one}-lambda +deleted`));
    expect(refreshed).toContain("- 1 deleted");
    expect(existsSync(serviceFolder(one, "lambda"))).toBe(false);
    expect(await succeed(one, "up", "--yes", "--skip-preview")).toContain("+ 1 created");
    const after = await runtimeAt(ports[1]);
    expect(after).toEqual({ ...before, instance_id: after.instance_id });
    expect(after.instance_id).not.toBe(before.instance_id);
    expect(await runtimeAt(ports[4])).toEqual(survivor);
  });

  test("another program on a dead service's port is neither taken for ours nor stopped", async () => {
    process.kill(pidOf(one, "server"), "SIGKILL");
    await expect.poll(() => answers(ports[4]), { timeout: 10_000 }).toBe(false);
    const stranger = createHttpServer((_request, response) => response.end('{"status":"ready","instance_id":"other"}'));
    await new Promise<void>((resolve) => void stranger.listen(ports[4], "127.0.0.1", resolve));
    expect(await succeed(one, "refresh", "--yes", "--skip-preview")).toContain("- 1 deleted");
    expect(await refused(one, ["up", "--yes", "--skip-preview"])).toContain(
      `Port ${ports[4]} of modelport:serverPort is in use by another program`,
    );
    expect(await answers(ports[4])).toBe(true);
    stranger.closeAllConnections();
    await new Promise((resolve) => void stranger.close(resolve));
    expect(await succeed(one, "up", "--yes", "--skip-preview")).toContain("+ 1 created");
  });

  test("destroy leaves no process and no file", async () => {
    for (const port of ports.slice(1)) if (await answers(port)) await runtimeAt(port);
    process.kill(pidOf(two, "server"), "SIGKILL");
    for (const stack of stacks) await succeed(stack, "destroy", "--yes", "--skip-preview");
    for (const port of ports) expect(await answers(port), String(port)).toBe(false);
    for (const stack of stacks) expect(existsSync(path.join(localFolder, stack))).toBe(false);
    expect(processesLeft()).toEqual([]);
  });
});
