// Without --url: the local stack of the clone, at whatever port it has, or one sentence.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Failure } from "../exit.ts";
import { localUrl } from "../local-url.ts";
import { startServer, temporaryFolder } from "../under-test.testing.ts";

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

/** The folder with the records of running services, of which `changes` are made to this one. */
async function records(stack: string, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, stack, "server"), { recursive: true });
  const record = { ...server, isReady: true, ...changes };
  await writeFile(join(folder, stack, "server/service.json"), JSON.stringify(record));
  return folder;
}

it.each(["local", "demo"])("is the server of the stack %s, at its own port", async (stack) => {
  expect(await localUrl(await records(stack))).toBe(server.url);
});

it("says how to get a server where none runs, or is not ready", async () => {
  const sentence =
    "No local stack runs in this clone: run `npm start` there, or say by --url where a modelport server answers.";
  await expect(localUrl(await temporaryFolder())).rejects.toThrow(new Failure(sentence));
  await expect(localUrl(await records("local", { isReady: false }))).rejects.toThrow(new Failure(sentence));
});

it("does not take another service at the same port for it", async () => {
  await expect(localUrl(await records("local", { instanceId: "another" }))).rejects.toThrow(
    new Failure(
      `The local stack is not what answers at ${server.url}, or nothing does: run \`npm start\` in this clone, or say by --url where a modelport server answers.`,
    ),
  );
});
