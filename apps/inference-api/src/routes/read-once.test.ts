import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareModel } from "@modelport/packaging";
import { expect, it } from "vitest";
import { buildInProcess } from "../in-process.testing.ts";
import { ReadOnce } from "./read-once.ts";

it("gives the same bytes each time, and reads again what could not be read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-read-once-"));
  const path = join(folder, "page.html");
  const files = new ReadOnce();
  await expect(files.read(path)).rejects.toThrow(`ENOENT: no such file or directory, open '${path}'`);
  await writeFile(path, "first");
  const bytes = await files.read(path);
  await writeFile(path, "second");
  expect(Buffer.from(bytes).toString()).toBe("first");
  expect(await files.read(path)).toBe(bytes);
  await rm(folder, { recursive: true });
});

it("lets a loaded service describe its model without the files", async () => {
  const prepared = await mkdtemp(join(tmpdir(), "modelport-read-once-"));
  await prepareModel(join(import.meta.dirname, "../../../../model"), prepared);
  const { app, service } = buildInProcess(prepared);
  await service.load();
  await rm(prepared, { recursive: true });
  const card = await app.request("/model/card");
  const document = await app.request("/openapi.json");
  expect([card.status, document.status]).toEqual([200, 200]);
  expect(await card.text()).toContain("# ");
  expect(await document.json()).toMatchObject({ info: { version: "1.0.0" } });
});
