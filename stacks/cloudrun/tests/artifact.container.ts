// The contract of every model through the image, within what the service declares and under Cloud Run's rules.
import { connect } from "node:net";
import path from "node:path";
import { describeInferenceApi, overHttp, readExpectedModel } from "@modelport/contract-tests";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { declaredService, type DeclaredService, type Instance, startInstance } from "./declared-container.testing.ts";

const built = inject("built");
const model = await readExpectedModel(path.join(import.meta.dirname, "../../../model"));
const instanceBody = JSON.stringify(model.manifest.selfCheck.instance);
/** From SIGTERM to SIGKILL: https://cloud.google.com/run/docs/container-contract#lifecycle-shutdown */
const STOP_SECONDS = 10;

const sizes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["the defaults: 1 vCPU, 1 GiB", {}],
  ["half a vCPU, 512 MiB", { vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" }],
];

describe.skipIf(!built).each(sizes)("%s", (title, settings) => {
  let service: DeclaredService;
  let running: Instance;

  beforeAll(async () => {
    service = await declaredService(settings);
    running = await startInstance(built?.image ?? "", service);
    process.stdout.write(`${title}: ready after ${running.readySeconds.toFixed(2)} s\n`);
  });
  afterAll(() => running?.container.remove());

  describeInferenceApi("an instance", {
    model,
    capabilities: { metrics: true, batchBytes: 2_000_000 },
    open: async () => {
      const { container, url, instanceId } = await startInstance(built?.image ?? "", service, {
        LOG_LEVEL: "warn",
        // Less than is declared, so that the suite's largest batch is not 32 MiB.
        MAX_BATCH_BYTES: "2000000",
      });
      return overHttp(url, { entry: "server", instanceId, close: () => container.remove() });
    },
  });

  it("has the memory and the processors that are declared, and no more", async () => {
    const format = "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}";
    const [memoryBytes, nanoCpus] = title.startsWith("the defaults") ? [2 ** 30, 1e9] : [2 ** 29, 5e8];
    expect(await running.podman("inspect", "--format", format, running.container.id)).toBe(
      `${memoryBytes} ${nanoCpus}`,
    );
  });

  it("is ready in the time that the startup probe gives it, and alive", async () => {
    const [{ startupProbe, livenessProbe }] = service.template.containers;
    expect(running.readySeconds).toBeLessThan(startupProbe.failureThreshold);
    expect((await fetch(running.url + livenessProbe.httpGet.path)).status).toBe(200);
  });

  it("answers as many requests at a time as the service lets through", async () => {
    const ask = () =>
      fetch(`${running.url}/api/v1/predict`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: instanceBody,
      });
    const concurrency = service.template.maxInstanceRequestConcurrency;
    const answers = await Promise.all(Array.from({ length: concurrency }, ask));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it("takes a batch as large as Cloud Run lets through, and no larger one", async () => {
    const header = `${model.manifest.features.map(({ name }) => name).join(",")}\n`;
    const row = `${model.manifest.features.map(({ example }) => String(example)).join(",")}\n`;
    const most = 32 * 2 ** 20;
    const send = (rows: number) =>
      fetch(`${running.url}/api/v1/predict/batch`, {
        method: "POST",
        headers: { "content-type": "text/csv" },
        body: header + row.repeat(rows),
      });
    const rows = Math.floor((most - header.length) / row.length);
    const largest = await send(rows);
    expect(largest.status).toBe(200);
    expect((await largest.text()).trimEnd().split("\n")).toHaveLength(1 + rows);
    expect((await send(rows + 1)).status).toBe(413);
  });

  it("answers on a kept connection after its CPU was taken away", async () => {
    const socket = connect(Number(new URL(running.url).port), "127.0.0.1");
    let received = "";
    socket.on("error", () => undefined); // A cut connection shows as an answer that is not there.
    socket.on("data", (bytes) => void (received += bytes.toString("latin1")));
    const request = `POST /predict HTTP/1.1\r\nHost: model\r\nContent-Type: application/json\r\nContent-Length: ${instanceBody.length}\r\n\r\n${instanceBody}`;
    for (let round = 1; round <= 3; round++) {
      await running.podman("pause", running.container.id);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      socket.write(request);
      await running.podman("unpause", running.container.id);
      await expect.poll(() => received.match(/HTTP\/1\.1 200 OK/g)?.length, { timeout: 10_000 }).toBe(round);
    }
    socket.destroy();
  });

  it("tells which image it is, and ends by itself when it is told to", async () => {
    const [{ envs }] = service.template.containers;
    const declared = envs.find(({ name }) => name === "MODELPORT_ARTIFACT_DIGEST")?.value;
    expect(await (await fetch(`${running.url}/model`)).text()).toContain(declared);
    const { exitCode, seconds } = await running.container.stop(STOP_SECONDS);
    expect(exitCode).toBe(0);
    expect(seconds).toBeLessThan(STOP_SECONDS);
  });
});
