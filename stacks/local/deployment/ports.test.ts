import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { occupyPort } from "../tests/occupy-port.testing.ts";
import { refuseTakenPorts } from "./ports.ts";

let folder: string;
let release: () => Promise<void>;
let port: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-ports-"));
  ({ port, release } = await occupyPort());
});

afterEach(async () => {
  await release();
  await rm(folder, { recursive: true });
});

const wanted = () => ({ stack: "local", service: "server", port, setting: "serverPort" });
const refusal = () =>
  `Port ${port} of modelport:serverPort is in use by another program: stop it, ` +
  "or choose a free port with `npx pulumi config set modelport:serverPort ";

test("a free port is allowed", async () => {
  await release();
  await expect(refuseTakenPorts([wanted()], folder)).resolves.toBeUndefined();
});

test("a port in use is refused", async () => {
  await expect(refuseTakenPorts([wanted()], folder)).rejects.toThrow(refusal());
});

test("every port in use is told at once", async () => {
  const both = [wanted(), { ...wanted(), service: "lambda", setting: "lambdaPort" }];
  const error = await refuseTakenPorts(both, folder).catch((reason: unknown) => reason as Error);
  const lines = (error as Error).message.split("\n");
  expect(lines[0]).toContain(refusal());
  expect(lines[1]).toContain(refusal().replaceAll("server", "lambda"));
  const offered = lines.map((line) => Number(/Port (\d+) --stack local`\.$/.exec(line)?.[1]));
  expect(offered).toEqual([expect.any(Number), expect.any(Number)]);
  expect(new Set([port, ...offered]).size).toBe(3);
});

test("a record of a service that is gone does not make a stranger ours", async () => {
  const directory = path.join(folder, "local", "server");
  await mkdir(directory, { recursive: true });
  const gone = { name: "server", url: `http://127.0.0.1:${port}`, port, pid: 1, startedAt: "0", instanceId: "gone" };
  await writeFile(
    path.join(directory, "service.json"),
    JSON.stringify({ ...gone, directory, artifactDigest: "sha256:aa" }),
  );
  await expect(refuseTakenPorts([wanted()], folder)).rejects.toThrow(refusal());
});

test("a record that cannot be read is nobody's", async () => {
  const directory = path.join(folder, "local", "server");
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, "service.json"), "{");
  await expect(refuseTakenPorts([wanted()], folder)).rejects.toThrow(refusal());
});
