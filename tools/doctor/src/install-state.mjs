// Whether the dependencies are installed, as tools/launch/install.mjs sees it; a broken file is reported, not thrown.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isInstalled, pinnedNodePackage } from "../../launch/install.mjs";
import { readJson } from "./files.mjs";

/** Installs what is missing; plain `npm install` might rewrite the lockfile. */
export const INSTALL = "npm install --no-save";
const REINSTALL = `rm -r node_modules && ${INSTALL}`;

/** `pinnedNode`: the package that carries Node here; `lack` and `fix` if the dependencies are wrong. */
export function readInstall(root, machine) {
  const modules = join(root, "node_modules");
  const record = join(modules, ".package-lock.json");
  if (readJson(join(root, "package-lock.json")) === undefined) {
    return { lack: "package-lock.json is missing or broken", fix: "git checkout package-lock.json" };
  }
  const pinnedNode = pinnedNodePackage(root, machine);
  if (!existsSync(modules)) return { pinnedNode, lack: "not installed yet", fix: INSTALL };
  if (existsSync(record) && readJson(record) === undefined) {
    return { pinnedNode, lack: "npm's record of node_modules is broken", fix: REINSTALL };
  }
  if (isInstalled(root)) return { pinnedNode, fix: REINSTALL };
  return { pinnedNode, lack: "node_modules does not match package-lock.json", fix: INSTALL };
}
