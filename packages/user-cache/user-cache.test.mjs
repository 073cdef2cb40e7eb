import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fillOnce, userCacheFolder } from "./user-cache.mjs";

it.each([
  ["linux", { HOME: "/home/ada" }, join("/home/ada", ".cache", "modelport")],
  ["linux", {}, join(homedir(), ".cache", "modelport")],
  ["linux", { HOME: "/home/ada", XDG_CACHE_HOME: "/cache" }, join("/cache", "modelport")],
  ["darwin", { HOME: "/Users/ada" }, join("/Users/ada", "Library", "Caches", "modelport")],
  ["darwin", { HOME: "/Users/ada", XDG_CACHE_HOME: "/cache" }, join("/cache", "modelport")],
  ["win32", { LOCALAPPDATA: "/ada/AppData/Local" }, join("/ada/AppData/Local", "modelport")],
])("on %s with %j it is %s", (platform, env, folder) => {
  expect(userCacheFolder(env, platform)).toBe(folder);
});

async function temporary() {
  const folder = await mkdtemp(join(tmpdir(), "modelport-user-cache-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it("is filled once by two callers at the same time, and the second one waits", async () => {
  const parent = await temporary();
  const said = [];
  const fill = (name) =>
    fillOnce(join(parent, "cli"), {
      fill: async (folder) => {
        said.push(`${name} fills`);
        await writeFile(join(folder, "name"), name);
        await new Promise((resolve) => setTimeout(resolve, 50));
      },
      onWait: () => said.push(`${name} waits`),
    });
  await Promise.all([fill("first"), fill("second")]);
  const winner = await readFile(join(parent, "cli", "name"), "utf8");
  const other = winner === "first" ? "second" : "first";
  expect(new Set(said)).toEqual(new Set([`${winner} fills`, `${other} waits`]));
  expect(await readdir(parent)).toEqual(["cli"]);
});

it("leaves nothing where the filling fails", async () => {
  const parent = await temporary();
  const fill = () => Promise.reject(new Error("no network"));
  await expect(fillOnce(join(parent, "cli"), { fill, onWait: () => undefined })).rejects.toThrow("no network");
  expect(await readdir(parent)).toEqual([]);
});
