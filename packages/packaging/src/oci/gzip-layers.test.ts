import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { type FakeBase, fakeBaseBlobs, writeFakeBase } from "../../fixtures/base-image.ts";
import { inspectBase } from "./base-inspection.ts";
import { findBase } from "./base-setting.ts";

async function baseOf(fake: FakeBase) {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-layers-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = await writeFakeBase(path.join(folder, "base.tar"), fake);
  const find = () => findBase(file, {}, path.join(folder, "cache"));
  return { file, find };
}

test.each(["zstd", "docker's zstd", "none"] as const)(
  "a layer whose compression AWS Lambda refuses goes with gzip: %s",
  async (compression) => {
    const { find } = await baseOf({ compression });
    const base = await find();
    const { tar } = await fakeBaseBlobs({ compression });
    const [layer] = base.layers;
    if (layer === undefined) throw new Error("no layer");
    expect(layer.descriptor.mediaType).toBe("application/vnd.oci.image.layer.v1.tar+gzip");
    const bytes = await readFile(layer.file);
    expect(bytes.byteLength).toBe(layer.descriptor.size);
    expect(gunzipSync(bytes).equals(tar)).toBe(true);
    expect(base.config.rootfs.diff_ids).toEqual([layer.diffId]);
    expect(await inspectBase(base)).toMatchObject({ nodeVersion: "24.18.0" });
    // From the cache.
    expect(await find()).toEqual(base);
  },
);

test("gzip stays as it is, whatever another build would make of it", async () => {
  const base = await (await baseOf({})).find();
  const { layer } = await fakeBaseBlobs();
  expect(await readFile(base.layers[0]?.file ?? "")).toEqual(layer);
});

test("a type that is not known, and content that is another, are said", async () => {
  const { file, find } = await baseOf({ compression: "encrypted" });
  await expect(find()).rejects.toThrow(
    `The base image ${file} has a layer of type application/vnd.oci.image.layer.v1.tar+gzip+encrypted, which is not known here: name an image whose layers are compressed with gzip, for example node:24-slim.`,
  );
  const claimed = `sha256:${"0".repeat(64)}`;
  const wrong = await baseOf({ compression: "zstd", diffIds: [claimed] });
  await expect(wrong.find()).rejects.toThrow(
    new RegExp(
      `of ${wrong.file} should have the digest ${claimed} unpacked, but has sha256:[0-9a-f]{64}: it is damaged`,
    ),
  );
  const broken = await baseOf({ compression: "no zstd at all" });
  await expect(broken.find()).rejects.toThrow(
    new RegExp(`^sha256:[0-9a-f]{64} of ${broken.file} cannot be unpacked \\(.+\\): use another image\\.$`),
  );
});
