import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { packTar } from "modern-tar";
import { expect, onTestFinished, test } from "vitest";
import { baseFromArchive } from "./base-archive.ts";
import { blobStore } from "./blob-store.ts";
import { openTarFile } from "./tar-file.ts";
import { readTar } from "./tar-reader.ts";

/** An archive of one member whose header states `size` in its twelve bytes. */
async function archiveStating(size: string | Buffer): Promise<{ file: string; bytes: Buffer }> {
  const body = Buffer.alloc(600, "x");
  const bytes = Buffer.from(
    await packTar([{ header: { name: "index.json", size: body.byteLength, type: "file" }, body }]),
  );
  bytes.fill(0, 124, 136);
  bytes.set(typeof size === "string" ? Buffer.from(size) : size, 124);
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-tar-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "base.tar");
  await writeFile(file, bytes);
  return { file, bytes };
}

const base256 = Buffer.concat([Buffer.from([0x80, 0, 0, 0]), Buffer.alloc(8, 0xff)]);

// With -1000 (octal) the reader would go back to where it was, for ever.
test.each(["-1000", "-1", "0x10", "9", "1e3", "12 3", base256])("a size of %j is refused", async (size) => {
  const { file, bytes } = await archiveStating(size);
  const sentence = /^index\.json in a tar archive states a size that is none: fetch or save the archive again\.$/;
  await expect(openTarFile(file)).rejects.toThrow(sentence);
  await expect(baseFromArchive(file, blobStore(path.dirname(file)), {})).rejects.toThrow(sentence);
  // oxlint-disable-next-line typescript/require-await
  const chunks = async function* () {
    yield bytes;
  };
  await expect(readTar(chunks(), () => undefined)).rejects.toThrow(sentence);
});

test("a member beyond the end of the file is refused", async () => {
  const { file } = await archiveStating("7777777");
  await expect(openTarFile(file)).rejects.toThrow(
    `index.json in ${file} has 2097151 bytes, which is more than the file holds: fetch or save the archive again.`,
  );
});
