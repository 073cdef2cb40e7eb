import { expect, test } from "vitest";
import { hostPlatform, platformsFor } from "./platform.ts";

test("a host is one of the platforms that onnxruntime is built for", () => {
  expect(hostPlatform({ os: "linux", cpu: "x64", glibcVersion: "2.36" })).toBe("linux-x64");
  expect(hostPlatform({ os: "linux", cpu: "arm64", glibcVersion: "2.36" })).toBe("linux-arm64");
  expect(hostPlatform({ os: "darwin", cpu: "arm64", glibcVersion: undefined })).toBe("darwin-arm64");
  expect(() => hostPlatform({ os: "win32", cpu: "x64", glibcVersion: undefined })).toThrow(
    "This machine is win32-x64; modelport packages and runs on linux-x64, linux-arm64, darwin-arm64: use one of those, or a Linux container on this machine.",
  );
});

test("musl is refused with the reason", () => {
  expect(() => hostPlatform({ os: "linux", cpu: "x64", glibcVersion: undefined })).toThrow(
    "This Linux has no glibc (musl, as on Alpine), and onnxruntime's native library is built for glibc only: use a Debian-based system or image, for example node:24-slim instead of node:24-alpine.",
  );
});

test("both Lambda architectures are always built, and what the host can run itself", () => {
  expect(platformsFor("linux-x64")).toEqual({ serverBundle: ["linux-x64"], lambdaZip: ["linux-x64", "linux-arm64"] });
  expect(platformsFor("darwin-arm64")).toEqual({
    serverBundle: ["darwin-arm64"],
    lambdaZip: ["linux-x64", "linux-arm64", "darwin-arm64"],
  });
});
