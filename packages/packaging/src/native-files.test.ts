import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { platformOfLibrary } from "./executable-format.ts";
import { pointBindingAtBundle } from "./native-binding-plugin.ts";
import { onnxruntimeFolder, readNativeFiles } from "./native-files.ts";
import { PLATFORMS } from "./platform.ts";

const installed = onnxruntimeFolder(import.meta.filename);

test.each(PLATFORMS)("%s gets the binding and its one library, built for it", async (platform) => {
  const files = await readNativeFiles(installed, platform);
  expect(files.map((file) => file.path)).toEqual([
    "native/onnxruntime_binding.node",
    platform.startsWith("linux") ? "native/libonnxruntime.so.1" : "native/libonnxruntime.1.dylib",
  ]);
  expect(files.map((file) => platformOfLibrary(file.bytes))).toEqual([platform, platform]);
  const besideItself = platform.startsWith("linux") ? "$ORIGIN" : "@loader_path";
  expect(Buffer.from(files[0]?.bytes ?? []).includes(besideItself)).toBe(true);
});

test("a library of another CPU is refused", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-native-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, "bin/napi-v6/linux"), { recursive: true });
  await cp(path.join(installed, "bin/napi-v6/linux/x64"), path.join(folder, "bin/napi-v6/linux/arm64"), {
    recursive: true,
  });
  await expect(readNativeFiles(folder, "linux-arm64")).rejects.toThrow(
    "onnxruntime_binding.node for linux-arm64 was built for linux-x64: reinstall onnxruntime-node (npm install), its bin/napi-v6/linux/arm64 must hold linux-arm64 libraries.",
  );
});

test("a missing library names the place", async () => {
  await expect(readNativeFiles("/nowhere", "linux-x64")).rejects.toThrow(
    "onnxruntime-node holds no onnxruntime_binding.node for linux-x64 (looked in /nowhere/bin/napi-v6/linux/x64): run npm install again; if it is still missing, this version of onnxruntime-node stores its files elsewhere.",
  );
});

test("text is not a library", () => {
  expect(platformOfLibrary(new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"))).toBe(
    "no native library",
  );
});

test("another version's way of loading the binding stops the build", () => {
  expect(() => pointBindingAtBundle("exports.binding = require('somewhere else');")).toThrow(
    "onnxruntime-node's dist/binding.js no longer loads its binding from bin/napi-v6/<platform>/<arch>: adapt packages/packaging/src/native-binding-plugin.ts to this version, or pin the version before it.",
  );
});
