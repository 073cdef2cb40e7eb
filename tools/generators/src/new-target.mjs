import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { whyNoName } from "./target-name.mjs";

const TEMPLATE = join(import.meta.dirname, "..", "target");
/** Ends the name of a file that Nx would read as its own in the template. */
const TEMPLATE_SUFFIX = ".template";
/** The name of the target in the template. */
const PLACEHOLDER = "newtarget";

/**
 * Writes stacks/<name> from the template, and its line in the registry: both, or neither.
 * @param {string} root of the repository
 * @returns {Promise<{refused?: string, lines?: string[]}>} what is wrong with the name, or what to do next
 */
export async function newTarget(root, name) {
  const refused = whyNoName(root, name);
  if (refused !== undefined) return { refused };
  // On the same disk as stacks/, so that the folder appears in one step.
  await mkdir(join(root, ".modelport"), { recursive: true });
  const scratch = await mkdtemp(join(root, ".modelport", "new-target-"));
  const folder = join(root, "stacks", name);
  try {
    const count = await writeFiles(join(scratch, name), name);
    await rename(join(scratch, name), folder);
    try {
      await register(root, name, scratch);
    } catch (error) {
      await rm(folder, { recursive: true });
      throw error;
    }
    return { lines: next(name, count) };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function writeFiles(folder, name) {
  const entries = await readdir(TEMPLATE, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const source of sources) {
    const file = join(folder, relative(TEMPLATE, source).replace(TEMPLATE_SUFFIX, ""));
    const text = renamed(await readFile(source, "utf8"), name);
    await mkdir(dirname(file), { recursive: true });
    // The name changes the length of lines.
    await writeFile(file, await format(text, { ...(await resolveConfig(source)), filepath: file }));
  }
  // Nothing is declared yet: `vitest -u` accepts the first resources.
  await writeFile(join(folder, "graph.snap.json"), "{}\n");
  return sources.length + 1;
}

function renamed(text, name) {
  return text.replaceAll(PLACEHOLDER, name).replaceAll(capitalised(PLACEHOLDER), capitalised(name));
}

const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

const EXPORT = /^export \{ (?<name>\w+) \} from /;

async function register(root, name, scratch) {
  const file = join(root, "stacks", "registry.ts");
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  const after = lines.findIndex((line) => (EXPORT.exec(line)?.groups?.name ?? "") > name);
  lines.splice(after === -1 ? lines.length : after, 0, `export { ${name} } from "./${name}/target.ts";`);
  await writeFile(join(scratch, "registry.ts"), `${lines.join("\n")}\n`);
  await rename(join(scratch, "registry.ts"), file);
}

function next(name, count) {
  return [
    `Created stacks/${name} (${count} files) and its line in stacks/registry.ts. It compiles, and its tests say what is missing:`,
    `  npx vitest run --root stacks/${name}`,
    "",
    "Fill in, with sources and dates:",
    "  facts.ts          each todo(...): limits, qualities, regions, timeouts; what the platform cannot do, what blocks a destroy",
    "  prices.ts         each todo(...); cost.ts turns them into cost lines",
    "  billing.ts        the cost lines of each resource type, or why it has none",
    "  target.ts         provider, once prices differ by region; what else a target may declare is in packages/target-kit/src/target.ts",
    "  settings.ts       what a user can configure; rules.ts says which combinations the platform rejects",
    "  environment.ts    the app's variables, and what decides each",
    "  deployment/       the resources; deploy.ts returns url, auth, artifact and the outputs that target.ts names",
    "  tests/            suite.testing.ts: variants and samples of the settings; engine.test.ts says what a new model and a setting change",
    "  mistakes.ts       accidents that only this target can have, with the check that finds each",
    "  README.md         each (To be written: ...)",
    "",
    `Then \`npx vitest run -u --root stacks/${name}\` accepts the names of the resources, and \`npm run docs\` writes the reference pages and the tables of the README.`,
  ];
}
