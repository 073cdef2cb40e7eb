// The image as a container: the whole contract with 256 MiB and half a CPU, a read-only root file system and no root user.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInferenceApi, type Endpoint, overHttp, readExpectedModel } from "@modelport/contract-tests";
import { afterEach, describe, expect, inject, it } from "vitest";
import { freePort } from "@modelport/local-runtime";
import { type Container, podman, startContainer } from "@modelport/local-runtime/podman";

const built = inject("built");
const model = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const NODE = "/usr/local/bin/node";
const RSS_LIMIT_BYTES = 160_000_000;
const STOP_SECONDS = 10;

/** Has the kernel answer as one without IPv6: socket(AF_INET6 = 10) fails with EAFNOSUPPORT = 97. */
const NO_IPV6 = {
  defaultAction: "SCMP_ACT_ALLOW",
  syscalls: [
    {
      names: ["socket"],
      action: "SCMP_ACT_ERRNO",
      errnoRet: 97,
      args: [{ index: 0, value: 10, op: "SCMP_CMP_EQ" }],
    },
  ],
};

async function startServer(environment: Readonly<Record<string, string>> = {}, limits?: readonly string[]) {
  const port = await freePort();
  const instanceId = randomUUID();
  const own = { PORT: String(port), MODELPORT_INSTANCE_ID: instanceId, LOG_LEVEL: "warn" };
  const container = await startContainer(built?.image ?? "", { ...own, ...environment }, [], limits);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (!(await fetch(`${url}/ready`).catch(() => undefined))?.ok) {
    if (Date.now() > deadline) throw new Error(`The container is not ready: ${await container.logs()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { container, url, port, instanceId };
}

async function openDoor(): Promise<Endpoint> {
  const { container, url, instanceId } = await startServer({ MAX_BATCH_BYTES: "2000000" });
  return overHttp(url, { entry: "server", instanceId, close: () => container.remove() });
}

describe.skipIf(!built)("the image", () => {
  describeInferenceApi("a container", {
    model,
    capabilities: { metrics: true, batchBytes: 2_000_000 },
    open: openDoor,
  });

  const running: Container[] = [];
  afterEach(async () => {
    for (const container of running.splice(0)) await container.remove();
  });

  async function started(environment?: Readonly<Record<string, string>>, limits?: readonly string[]) {
    const server = await startServer(environment, limits);
    running.push(server.container);
    return server;
  }

  it("has the digest that packaging said, and runs without root, without a shell and without writing", async () => {
    const { container } = await started();
    const facts = await podman(
      "inspect",
      "--format",
      "{{.ImageDigest}} {{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{json .Config.Entrypoint}} {{.Config.StopSignal}}",
      container.id,
    );
    expect(facts).toBe(`${built?.digest} 1000 true "${NODE} /app/main.mjs" 15`);
    expect(await container.logs()).not.toContain("EROFS");
  });

  it("stays within 160 MB after ten thousand predictions", async () => {
    const { container, url } = await started();
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(model.manifest.selfCheck.instance),
    };
    const client = async () => {
      for (let count = 0; count < 1250; count++) await (await fetch(`${url}/predict`, init)).arrayBuffer();
    };
    await Promise.all(Array.from({ length: 8 }, client));
    const bytes = await container.residentBytes();
    process.stdout.write(`RSS after 10,000 predictions: ${(bytes / 1e6).toFixed(0)} MB\n`);
    expect(bytes).toBeLessThan(RSS_LIMIT_BYTES);
  });

  it("ends with exit code 0 within ten seconds of SIGTERM", async () => {
    const { container, url } = await started({ LOG_LEVEL: "info" });
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const { exitCode, seconds } = await container.stop(STOP_SECONDS);
    expect(exitCode).toBe(0);
    expect(seconds).toBeLessThan(STOP_SECONDS);
    expect(await container.logs()).toContain('"message":"stopped"');
  });

  it("has a health check that needs neither shell nor curl, and tells the sick from the well", async () => {
    const { container, port } = await started();
    expect(await container.exec(NODE, "/app/health.mjs")).toMatchObject({ code: 0 });
    const free = await freePort();
    const { code, stderr } = await container.exec("/usr/bin/env", `PORT=${free}`, NODE, "/app/health.mjs");
    expect(code).toBe(1);
    expect(stderr).toContain(`unhealthy: connect ECONNREFUSED 127.0.0.1:${free} (port ${free})\n`);
    expect(port).not.toBe(free);
  });

  it.each(["1", "2"])("listens on IPv4 where the system has no IPv6, with WORKERS %s", async (workers) => {
    const folder = await mkdtemp(join(tmpdir(), "modelport-seccomp-"));
    const profile = join(folder, "no-ipv6.json");
    await writeFile(profile, JSON.stringify(NO_IPV6));
    const { container, port } = await started({ WORKERS: workers }, [`--security-opt=seccomp=${profile}`]);
    await rm(folder, { recursive: true });
    const ipv6 = `try{require("net").connect(${port},"::1").on("error",e=>process.exit(e.code==="EAFNOSUPPORT"?7:8))}catch{process.exit(9)}`;
    expect((await container.exec(NODE, "-e", ipv6)).code).toBe(7);
    expect(await container.exec(NODE, "/app/health.mjs")).toMatchObject({ code: 0 });
  });
});
