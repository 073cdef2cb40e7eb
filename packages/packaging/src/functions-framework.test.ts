import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeFileSet } from "./file-set.ts";
import { loadServerOnDemand, vendoredFramework } from "./functions-framework.ts";

const require = createRequire(import.meta.url);

const SOURCE = 'const a = 1;\nconst server_1 = require("./server");\nconst s = (0, server_1.getServer)(f, options);\n';

test("the framework loads its server where it uses it", () => {
  expect(loadServerOnDemand(SOURCE)).toBe('const a = 1;\nconst s = require("./server").getServer(f, options);\n');
});

test.each([
  ["loads it otherwise", SOURCE.replace("const server_1", "let server_1")],
  ["uses it twice", `${SOURCE}(0, server_1.getServer)(g, options);`],
])("a version that %s is refused", (_title, source) => {
  expect(() => loadServerOnDemand(source)).toThrow(
    "@google-cloud/functions-framework no longer loads its server as packages/packaging/src/functions-framework.ts expects: adapt it to this version, or pin the version before it.",
  );
});

test("the vendored framework is whole: it serves a function that hands itself over", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-framework-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFileSet(folder, (await vendoredFramework(require.resolve("@google-cloud/functions-framework"))).files);
  await writeFile(path.join(folder, "package.json"), '{"main":"index.mjs"}');
  await writeFile(
    path.join(folder, "index.mjs"),
    "export const echo = ({ body }, response) => response.send({ body });",
  );
  const port = await freePort();
  const env = { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, PORT: String(port), FUNCTION_TARGET: "echo" };
  const child = spawn("node_modules/.bin/functions-framework", {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: '{"amount":1}' });
  expect(await answer.json()).toEqual({ body: { amount: 1 } });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await once(server.close(), "close");
  return port;
}
