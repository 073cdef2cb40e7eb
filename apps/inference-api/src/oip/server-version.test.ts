import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SERVER_VERSION } from "../routes/open-inference.ts";

it("tells Open Inference clients the version of this package", async () => {
  const text = await readFile(join(import.meta.dirname, "../../package.json"), "utf8");
  expect(SERVER_VERSION).toBe((JSON.parse(text) as { version: string }).version);
});
