// The image within what the service declares, under Cloud Run's own rules too.
import { connect } from "node:net";
import path from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { podman } from "@modelport/local-runtime/podman";
import { describeContainer } from "@modelport/target-suite/container";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { containerOf, declaredService, type DeclaredService } from "./declared-container.testing.ts";

const built = inject("built");
const model = await readExpectedModel(path.join(import.meta.dirname, "../../../model"));
const instanceBody = JSON.stringify(model.manifest.selfCheck.instance);

const sizes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["the defaults: 1 vCPU, 1 GiB", {}],
  ["half a vCPU, 512 MiB", { vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" }],
  ["two vCPUs, with a process on each", { vcpus: 2 }],
];

describe.skipIf(!built).each(sizes)("%s", (title, settings) => {
  let service: DeclaredService;
  beforeAll(async () => void (service = await declaredService(settings)));
  const declared = async () => containerOf(await declaredService(settings));
  const running = describeContainer(title, { image: built?.image ?? "", declared });

  it("is alive for the liveness probe", async () => {
    const [{ livenessProbe }] = service.template.containers;
    expect((await fetch(running().url + livenessProbe.httpGet.path)).status).toBe(200);
  });

  it("answers as many requests at a time as the service lets through", async () => {
    const ask = () =>
      fetch(`${running().url}/api/v1/predict`, {
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
      fetch(`${running().url}/api/v1/predict/batch`, {
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
    const socket = connect(Number(new URL(running().url).port), "127.0.0.1");
    let received = "";
    socket.on("error", () => undefined); // A cut connection shows as an answer that is not there.
    socket.on("data", (bytes) => void (received += bytes.toString("latin1")));
    const request = `POST /predict HTTP/1.1\r\nHost: model\r\nContent-Type: application/json\r\nContent-Length: ${instanceBody.length}\r\n\r\n${instanceBody}`;
    for (let round = 1; round <= 3; round++) {
      await podman("pause", running().container.id);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      socket.write(request);
      await podman("unpause", running().container.id);
      await expect.poll(() => received.match(/HTTP\/1\.1 200 OK/g)?.length, { timeout: 10_000 }).toBe(round);
    }
    socket.destroy();
  });
});
