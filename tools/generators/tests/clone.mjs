// A repository of a test's own, in which targets can be made: its stacks/ are copies, everything else is this clone's.
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root as ROOT } from "../../launch/root.mjs";
import { capture } from "../../launch/run.mjs";

/** What a target reads of the repository besides its own folder. */
const COPIED = ["Pulumi.yaml", "oxlint.config.ts", "tsconfig.base.json", ".prettierrc.json"];
const LINKED = ["apps", "node_modules", "packages", "tools"];
/** One target stands for those that are there already. */
const KEPT_IN_STACKS = /^(?:local|[\w.-]+\.(?:ts|mjs|json))$/;

/** @returns {Promise<{root: string, run: Function, snapshot: Function, remove: Function}>} */
export async function openClone() {
  const root = await mkdtemp(join(tmpdir(), "modelport-new-target-"));
  for (const name of COPIED) await cp(join(ROOT, name), join(root, name)).catch(ignoreMissing);
  for (const name of LINKED) await symlink(join(ROOT, name), join(root, name));
  await mkdir(join(root, "stacks"));
  for (const name of await readdir(join(ROOT, "stacks"))) {
    if (!KEPT_IN_STACKS.test(name) || /^reference|\.test\.ts$/.test(name)) continue;
    await cp(join(ROOT, "stacks", name), join(root, "stacks", name), { recursive: true, filter: isSource });
  }
  await keepLocalAlone(join(root, "stacks", "registry.ts"));
  return {
    root,
    /** The texts of all files, by their paths. */
    snapshot: () => textsIn(root),
    run: runIn(root),
    remove: () => rm(root, { recursive: true }),
  };
}

/** Where the commands run on the clone's own targets, and not on those that node_modules links to: sources are copied. */
export async function openWholeClone() {
  const root = await mkdtemp(join(tmpdir(), "modelport-new-target-"));
  const copies = [...COPIED, "docs/reference", "stacks", "apps/cli", "packages"];
  for (const name of copies) await cp(join(ROOT, name), join(root, name), { recursive: true, filter: isCopied });
  await mkdir(join(root, "node_modules/@modelport"), { recursive: true });
  const link = async (name, target) => symlink(target, join(root, "node_modules", name));
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== "@modelport") await link(name, join(ROOT, "node_modules", name));
  }
  await link("@modelport/stacks", join(root, "stacks"));
  for (const name of await readdir(join(root, "packages")))
    await link(`@modelport/${name}`, join(root, "packages", name));
  return { root, run: runIn(root), remove: () => rm(root, { recursive: true }) };
}

/** Nothing that is built, and no project file of TypeScript, which refers to those of other projects. */
const isCopied = (path) => !/\/(node_modules|dist|tsconfig\.json)$/.test(path);

/** Runs one of node_modules/.bin in a folder of `root`. */
const runIn =
  (root) =>
  (folder, program, ...args) =>
    capture(join(ROOT, "node_modules", ".bin", program), args, {
      cwd: join(root, folder),
      env: { ...process.env, PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH}` },
    });

const isSource = (path) => !/node_modules|\.test\.ts$/.test(path);

function ignoreMissing(error) {
  if (error.code !== "ENOENT") throw error;
}

async function keepLocalAlone(file) {
  const lines = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, lines.filter((line) => !line.startsWith("export") || line.includes("{ local }")).join("\n"));
}

async function textsIn(folder, prefix = "") {
  const texts = {};
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) Object.assign(texts, await textsIn(join(folder, entry.name), `${path}/`));
    else if (entry.isFile()) texts[path] = await readFile(join(folder, entry.name), "utf8");
  }
  return texts;
}
