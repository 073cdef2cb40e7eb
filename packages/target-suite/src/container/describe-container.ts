// What every target's container must do: the contract, within what the target declares.
import path from "node:path";
import { describeInferenceApi, overHttp, readExpectedModel } from "@modelport/contract-tests";
import { podman } from "@modelport/local-runtime/podman";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DeclaredContainer, type Instance, startInstance } from "./declared-container.ts";
import { stopUnderLoad } from "./stop-under-load.ts";

const model = await readExpectedModel(path.join(import.meta.dirname, "../../../../model"));
/** Less than any target declares, so that the suite's largest batch is small. */
const BATCH_BYTES = 2_000_000;
const MIB = 2 ** 20;

interface Options {
  readonly image: string;
  /** Called once: what the target declares. */
  readonly declared: () => Promise<DeclaredContainer>;
}

/** Call it in a `describe`. Returns the instance that its tests share with the caller's, which run before it is stopped. */
export function describeContainer(title: string, { image, declared }: Options): () => Instance {
  let container: DeclaredContainer;
  let running: Instance;

  beforeAll(async () => {
    container = await declared();
    running = await startInstance(image, container);
    process.stdout.write(`${title}: ready after ${running.readySeconds.toFixed(2)} s\n`);
  });
  afterAll(() => running?.container.remove());

  describeInferenceApi("an instance", {
    model,
    capabilities: { metrics: true, batchBytes: BATCH_BYTES },
    open: async () => {
      const more = { LOG_LEVEL: "warn", MAX_BATCH_BYTES: String(BATCH_BYTES) };
      const { container: own, url, instanceId } = await startInstance(image, container, more);
      return overHttp(url, { entry: "server", instanceId, close: () => own.remove() });
    },
  });

  it("has the memory and the processors that are declared, and writes nowhere", async () => {
    const format = "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.ReadonlyRootfs}}";
    const { memoryMiB, vcpus } = container;
    expect(await podman("inspect", "--format", format, running.container.id)).toBe(
      `${memoryMiB * MIB} ${vcpus * 1e9} true`,
    );
  });

  it("tells which image it is", async () => {
    const answer = await (await fetch(`${running.url}/model`)).text();
    expect(answer).toContain(container.environment["MODELPORT_ARTIFACT_DIGEST"]);
  });

  it("answers its health command while it serves, and not where nothing does", async () => {
    const { healthCommand } = container;
    if (!healthCommand) return;
    const { port } = running;
    const exec = (ofPort: number) =>
      running.container.exec("/usr/bin/env", `PORT=${ofPort}`, ...healthCommand).then(({ code }) => code);
    expect(await exec(port)).toBe(0);
    expect(await exec(1)).toBe(1);
  });

  it("loses no request when it is told to stop, and ends in time by itself", async () => {
    const instance = await startInstance(image, container, { LOG_LEVEL: "warn" });
    try {
      const delayMs = Number(container.environment["DRAIN_DELAY_MS"] ?? 1000);
      const body = JSON.stringify(model.manifest.selfCheck.instance);
      const { stopSeconds } = container;
      const { answered, lost, exitCode, seconds } = await stopUnderLoad(instance, body, { stopSeconds, delayMs });
      process.stdout.write(`${title}: stopped after ${seconds.toFixed(1)} s, ${answered} answered, ${lost} lost\n`);
      expect(answered).toBeGreaterThan(20);
      expect([lost, exitCode]).toEqual([0, 0]);
      expect(seconds).toBeLessThan(stopSeconds);
    } finally {
      await instance.container.remove();
    }
  });

  return () => running;
}
