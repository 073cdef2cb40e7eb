import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "@modelport/contracts";
import type { Endpoint } from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import { createApp } from "./app.ts";
import type { AppDependencies } from "./http/context.ts";
import { parseEnv } from "./env.ts";
import { MemoryBudget } from "./memory/memory-budget.ts";
import { prometheusMetrics } from "./metrics/prometheus.ts";
import { RunningService } from "./service.ts";

/** A line that the app logged. */
interface LogLine {
  readonly level: string;
  readonly values: object;
  readonly message: string;
}

const MEMORY_BYTES = 256 * 2 ** 20;

/** The app over a prepared model directory, not loaded yet, with what it logs. */
export function buildInProcess(
  modelDirectory: string,
  settings: NodeJS.ProcessEnv = {},
  more: Pick<AppDependencies, "answersAhead"> = {},
) {
  const lines: LogLine[] = [];
  const write = (level: string) => (values: object, message: string) => void lines.push({ level, values, message });
  const log = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const env = parseEnv({ MODEL_DIR: modelDirectory, ...settings });
  const service = new RunningService("in-process", env);
  const memory = new MemoryBudget(MEMORY_BYTES);
  const app = createApp({
    service,
    metrics: prometheusMetrics(),
    log,
    batchBytes: 1_000_000,
    corsOrigins: env.corsOrigins,
    memory,
    ...more,
  });
  return { app, service, lines, memory };
}

/** The app over a model of `manifest` and `onnx`, which are written into `directory`; it is loaded. */
export async function openModel(directory: string, manifest: Manifest, onnx: Uint8Array) {
  const [drawn, prepared] = [join(directory, "drawn"), join(directory, "prepared")];
  await mkdir(drawn);
  await writeFile(join(drawn, "model.onnx"), onnx);
  await writeFile(join(drawn, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(drawn, "golden.json"), JSON.stringify({ tolerance: 1e-5, rows: [] }));
  await writeFile(join(drawn, "README.md"), `# ${manifest.title}\n`);
  await prepareModel(drawn, prepared);
  const built = buildInProcess(prepared);
  await built.service.load();
  return built;
}

/** An endpoint without a transport: `app.request`, with the Content-Length that a server would have received. */
export async function openInProcess(modelDirectory: string): Promise<Endpoint> {
  const { app, service } = buildInProcess(modelDirectory);
  await service.load();
  return {
    entry: "in-process",
    instanceId: service.instanceId,
    async send({ method, path, headers, body }) {
      const length: Record<string, string> =
        body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const init = { method, headers: { ...headers, ...length }, ...(body !== undefined && { body }) };
      const response = await app.request(path, init);
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      };
    },
    close: () => Promise.resolve(),
  };
}
