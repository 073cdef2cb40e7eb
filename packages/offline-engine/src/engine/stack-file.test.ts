// An offline run reads a stack file as the engine does.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "../index.ts";
import { copySettings } from "./stack-file.ts";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, stack files under the real engine: ${reason}`);

const TEXT = `# ours
encryptionsalt: v1:of-the-owner
config:
  aws:region: us-east-1
  memoryMiB: 512
  modelport:timeoutSeconds: 0512
  modelport:public: yes
  modelport:accounts: [012345678901, "012345678901", 1e3]
  modelport:tags: { team: risk, no: off }
  modelport:secret:
    secure: v1:abc
`;

describe.skipIf(reason !== undefined)("a stack file", { timeout: 60_000 }, () => {
  let folder: string;
  let engine: OfflineEngine;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "modelport-stack-file-"));
    await writeFile(path.join(folder, "Pulumi.theirs.yaml"), TEXT);
    engine = await openOfflineEngine({ stackFile: path.join(folder, "Pulumi.theirs.yaml") });
  }, 60_000);

  afterAll(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  test("is read as the engine reads it", async () => {
    const { code, output } = await engine.run("lambda", ["config", "--json"]);
    expect(code, output).toBe(0);
    const values = Object.entries(JSON.parse(output) as Record<string, { value: string }>);
    expect(Object.fromEntries(values.map(([key, { value }]) => [key, value]))).toEqual({
      "aws:region": "us-east-1",
      "modelport:memoryMiB": "512",
      "modelport:timeoutSeconds": "330",
      "modelport:public": "yes",
      "modelport:accounts": '[12345678901,"012345678901",1000]',
      "modelport:tags": '{"no":"off","team":"risk"}',
      "modelport:secret": "a secret that this run cannot read",
    });
  });

  test("keeps the salt of the run, and not the owner's", async () => {
    const target = path.join(folder, "ours.yaml");
    await writeFile(target, "encryptionsalt: v1:of-the-run\n");
    await copySettings(path.join(folder, "Pulumi.theirs.yaml"), target);
    const text = await readFile(target, "utf8");
    expect(text).toContain("encryptionsalt: v1:of-the-run");
    expect(text).not.toContain("of-the-owner");
    expect(text).not.toContain("v1:abc");
  });
});

test.each([
  ["a tab", "config:\n\tmodelport:memoryMiB: 512\n", "line 2: Tabs are not allowed as indentation"],
  ["a key twice", "config:\n  aws:region: a\n  aws:region: b\n", "line 3: Map keys must be unique"],
  ["an open quote", 'config:\n  aws:region: "a\n', 'line 3: Missing closing "quote'],
  ["no map", "- config\n", 'it must begin with "config:"'],
])("%s in the stack file is refused with the file and the line", async (_what, text, said) => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-stack-file-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [source, target] = ["theirs.yaml", "ours.yaml"].map((name) => path.join(folder, name)) as [string, string];
  await writeFile(source, text);
  await writeFile(target, "");
  await expect(copySettings(source, target)).rejects.toThrow(`${source} cannot be read: ${said}`);
});

test.each([
  ["nothing", ""],
  ["a comment", "# ours\n"],
  ["a salt, as after its last setting was removed", "encryptionsalt: v1:of-the-owner\n"],
  ["an empty map", "{}\n"],
  ["no settings", "config: {}\n"],
])("a stack file with %s leaves a file that can be read", async (_what, text) => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-stack-file-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [source, target] = ["theirs.yaml", "ours.yaml"].map((name) => path.join(folder, name)) as [string, string];
  await writeFile(source, text);
  for (const own of ["", "encryptionsalt: v1:of-the-run\n"]) {
    await writeFile(target, own);
    await copySettings(source, target);
    const { config, ...rest } = (parse(await readFile(target, "utf8")) ?? {}) as Readonly<Record<string, unknown>>;
    expect(config ?? {}).toEqual({});
    expect(rest).toEqual(own === "" ? {} : { encryptionsalt: "v1:of-the-run" });
  }
});
