// The packaged zip as a function that streams, with batches for it.
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import {
  eventShapes,
  httpStream,
  type LambdaEmulator,
  type LambdaEmulatorOptions,
  type StreamedInvocation,
  startLambdaEmulator,
} from "@modelport/local-runtime";
import { unpackedZip } from "../unpacked-zip.testing.ts";

export const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../../model"));
export const example = Object.fromEntries(manifest.features.map((feature) => [feature.name, feature.example]));
export const HEADER = `${manifest.features.map(({ name }) => name).join(",")}\n`;
export const ROW = `${manifest.features.map((feature) => String(feature.example)).join(",")}\n`;

const running: LambdaEmulator[] = [];

/** Stops every function that was started. */
export async function stopAll(): Promise<void> {
  for (const emulator of running.splice(0)) await emulator.stop();
}

/** The zip with `handler`, and the log lines that it has written by now. */
export async function start(handler: string, options: LambdaEmulatorOptions = {}) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const emulator = await startLambdaEmulator({ ...unpackedZip(), handler, maxEnvironments: 1, log, ...options });
  running.push(emulator);
  return { emulator, lines };
}

export const { "function-url": functionUrl, alb } = eventShapes;

export function batch(body: string, query = "explain=true") {
  const headers = { "content-type": "text/csv" };
  return functionUrl.toEvent({ method: "POST", path: "/api/v1/predict/batch", query, headers, body });
}

export function ndjsonBatch(rows: number) {
  const headers = { "content-type": "application/x-ndjson" };
  const body = `${JSON.stringify(example)}\n`.repeat(rows);
  return functionUrl.toEvent({ method: "POST", path: "/api/v1/predict/batch", query: "explain=true", headers, body });
}

export async function gathered(invocation: StreamedInvocation) {
  const answer = await httpStream(invocation);
  const text = Buffer.concat(await Array.fromAsync(answer?.body ?? [])).toString("utf8");
  return { status: answer?.status, rows: text.trimEnd().split("\r\n").slice(1), bytes: text.length };
}
