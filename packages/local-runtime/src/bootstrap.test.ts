// The client of the Runtime API against one that answers as Lambda does in its bad moments.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";

const BOOTSTRAP = path.join(import.meta.dirname, "../bootstrap/bootstrap.mjs");

type Headers = Readonly<Record<string, string>>;

const next = (requestId: string, headers: Headers = {}) =>
  ({ status: 200, body: "{}", headers: { "lambda-runtime-aws-request-id": requestId, ...headers } }) as const;
const answer = (status: number, errorType: string) =>
  ({ status, body: JSON.stringify({ errorType }), headers: {} }) as const;

/** Runs `source` as the handler; the API gives `answers` in this order, whatever it is asked, and then hangs. */
async function bootstrapUnder(source: string, answers: readonly { status: number; body: string; headers: Headers }[]) {
  const taskRoot = await mkdtemp(path.join(os.tmpdir(), "modelport-bootstrap-"));
  await writeFile(path.join(taskRoot, "index.mjs"), source);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const script = answers[requests.length];
      const route = request.url?.replace("/2018-06-01/runtime/", "");
      requests.push(`${request.method} ${route} ${Buffer.concat(chunks).toString("utf8")}`.trimEnd());
      if (script !== undefined) response.writeHead(script.status, script.headers).end(script.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const child = spawn(process.execPath, [BOOTSTRAP], {
    env: {
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      LAMBDA_TASK_ROOT: taskRoot,
      _HANDLER: "index.handler",
    },
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    server.closeAllConnections();
    server.close();
    await rm(taskRoot, { recursive: true });
  });
  const stderr: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => void stderr.push(text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, requests, stderr: stderr.join("") };
}

test("an answer that is refused is logged, the next event is served, and a container error ends the process", async () => {
  const result = await bootstrapUnder("export const handler = async () => 1;", [
    next("one"),
    answer(413, "RequestEntityTooLarge"),
    next("two"),
    answer(500, "ContainerError"),
  ]);
  expect(result).toEqual({
    code: 1,
    requests: [
      "GET invocation/next",
      "POST invocation/one/response 1",
      "GET invocation/next",
      "POST invocation/two/response 1",
    ],
    stderr:
      'The Runtime API answered 413 to POST invocation/one/response: {"errorType":"RequestEntityTooLarge"}\n' +
      'The Runtime API answered 500 to POST invocation/two/response: {"errorType":"ContainerError"}\n',
  });
});

test("what is not an event is not passed to the handler, and the process exits", async () => {
  const result = await bootstrapUnder("export const handler = async () => 1;", [answer(403, "InvalidStateTransition")]);
  expect(result).toEqual({
    code: 1,
    requests: ["GET invocation/next"],
    stderr: 'The Runtime API answered 403 to GET invocation/next: {"errorType":"InvalidStateTransition"}\n',
  });
});

test("a trace id is there for the invocation that has one, and for no other", async () => {
  const { requests } = await bootstrapUnder(
    "export const handler = async () => process.env._X_AMZN_TRACE_ID ?? 'none';",
    [
      next("one", { "lambda-runtime-trace-id": "Root=1" }),
      answer(202, ""),
      next("two"),
      answer(202, ""),
      answer(500, ""),
    ],
  );
  expect(requests.filter((request) => request.startsWith("POST"))).toEqual([
    'POST invocation/one/response "Root=1"',
    'POST invocation/two/response "none"',
  ]);
});
