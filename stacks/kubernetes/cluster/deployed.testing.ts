// The stack that the tests share, and its clients.
import { setTimeout as sleep } from "node:timers/promises";
import type { Manifest } from "@modelport/contracts";
import type { Images } from "./images.testing.ts";
import { eventually } from "./kubectl.testing.ts";
import { type LoadReport, startLoad } from "./load.testing.ts";
import { type Settings, Stack } from "./stack.testing.ts";
import { Workload } from "./workload.testing.ts";

/** New connections, in all tests of what clients notice. */
const PER_SECOND = 200;
/** Before and after, so that clients are there when the first pod comes and when the last one goes. */
const MARGIN_MILLISECONDS = 2_000;
/** kube-proxy notices a Service some time after the rollout. */
const GOOD_ANSWERS = 20;

/** The contract's suite sends a batch above it. */
export const BATCH_BYTES = 2_000_000;

/** One pod first: the contract's suite wants answers of one process. Small pods, because the node may have two cores. */
const FIRST_SETTINGS: Settings = {
  minReplicas: 1,
  maxReplicas: 1,
  requestVcpus: 0.1,
  limitVcpus: 1,
  requestMemoryMiB: 192,
  limitMemoryMiB: 512,
  startupSeconds: 30,
  scaleDownWindowSeconds: 15,
  logLevel: "warn",
  environment: JSON.stringify({ MAX_BATCH_BYTES: String(BATCH_BYTES) }),
};

export class Deployed {
  readonly images: Images;
  readonly stack: Stack;
  readonly workload: Workload;
  /** Of one prediction. */
  readonly body: string;
  /** A row of a batch. */
  readonly instance: Readonly<Record<string, unknown>>;

  private constructor(images: Images, stack: Stack, workload: Workload, instance: Readonly<Record<string, unknown>>) {
    this.images = images;
    this.stack = stack;
    this.workload = workload;
    this.instance = instance;
    this.body = JSON.stringify(instance);
  }

  /** Deploys the good image, and waits until the Service answers. */
  static async open(images: Images, manifest: Manifest, imageSettings: Settings): Promise<Deployed> {
    const stack = await Stack.open({ ...FIRST_SETTINGS, ...imageSettings });
    await stack.up(images.good);
    const deployed = new Deployed(images, stack, new Workload(await stack.outputs()), manifest.selfCheck.instance);
    await deployed.answers();
    return deployed;
  }

  async dispose(): Promise<void> {
    await this.stack.destroy();
    await this.stack.dispose();
  }

  /** Does `work` while clients send predictions through the Service, each on a new connection. */
  async underLoad(
    work: () => Promise<unknown>,
    { body = this.body, path = "/predict", perSecond = PER_SECOND, service = this.workload.name } = {},
  ): Promise<LoadReport> {
    const load = startLoad({ url: (await this.workload.url(service)) + path, body, perSecond });
    try {
      await sleep(MARGIN_MILLISECONDS);
      await work();
      await sleep(MARGIN_MILLISECONDS);
    } catch (error) {
      await load.stop();
      throw error;
    }
    return load.stop();
  }

  /** What GET of the Service's path answers. */
  async fetchJson<T>(path: string): Promise<T> {
    const response = await fetch((await this.workload.url()) + path, { signal: AbortSignal.timeout(5_000) });
    return (await response.json()) as T;
  }

  /** Waits until the Service has given some good answers in a row. */
  async answers(service = this.workload.name): Promise<void> {
    const url = `${await this.workload.url(service)}/ready`;
    let good = 0;
    await eventually(
      `good answers of ${url}; is the cluster's Service network routed to this machine?`,
      30,
      async () => {
        const headers = { connection: "close" };
        const isGood = await fetch(url, { headers, signal: AbortSignal.timeout(1_000) }).then(
          ({ ok }) => ok,
          () => false,
        );
        good = isGood ? good + 1 : 0;
        return good >= GOOD_ANSWERS;
      },
    );
  }
}
