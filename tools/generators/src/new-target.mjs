import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { whyNoName } from "./target-name.mjs";

const TEMPLATE = join(import.meta.dirname, "..", "target");
/** Ends the name of a file that Nx would take for one of its own where it stands. */
const TEMPLATE_SUFFIX = ".template";
/** What the template is called in itself. */
const PLACEHOLDER = "newtarget";

/**
 * Writes stacks/<name> from the template, and its line in the registry: both, or neither.
 * @param {string} root of the repository
 * @returns {Promise<{refused?: string, lines?: string[]}>} a sentence about the name, or what is to be done next
 */
export async function newTarget(root, name) {
  const refused = whyNoName(root, name);
  if (refused !== undefined) return { refused };
  // On the same disk as stacks/, so that the folder appears at once.
  await mkdir(join(root, ".modelport"), { recursive: true });
  const scratch = await mkdtemp(join(root, ".modelport", "new-target-"));
  const folder = join(root, "stacks", name);
  try {
    const files = await writeFiles(join(scratch, name), name);
    await rename(join(scratch, name), folder);
    try {
      await register(root, name, scratch);
    } catch (error) {
      await rm(folder, { recursive: true });
      throw error;
    }
    return { lines: next(name, files) };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

async function writeFiles(folder, name) {
  await mkdir(folder);
  const sources = await readdir(TEMPLATE);
  const files = sources.map((source) => source.replace(TEMPLATE_SUFFIX, ""));
  for (const [index, file] of files.entries()) {
    const text = renamed(await readFile(join(TEMPLATE, sources[index]), "utf8"), name);
    // Lines are as long as the name makes them.
    const options = { ...(await resolveConfig(join(TEMPLATE, file))), filepath: file };
    await writeFile(join(folder, file), await format(text, options));
  }
  // Nothing is declared yet: the first resources are accepted with `vitest -u`.
  await writeFile(join(folder, "graph.snap.json"), "{}\n");
  return files;
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

function next(name, files) {
  return [
    `stacks/${name} is there (${files.length + 1} files), and its line in stacks/registry.ts. It compiles, and its tests say what is missing:`,
    `  npx vitest run --root stacks/${name}`,
    "",
    "Fill in, with their sources and dates:",
    `  facts.ts          each todo(...): limits, qualities, timeouts; what the platform cannot do, what stops a destroy`,
    `  prices.ts         each todo(...); cost.ts makes lines of them`,
    `  settings.ts       what a user may choose`,
    `  deployment.ts     the resources; deploy.ts gives url, auth and the target's own outputs, which target.ts names`,
    `  suite.testing.ts  the variants and samples of its settings; engine.test.ts, what a new model and a setting change`,
    `  mistakes.ts       what somebody might do to it by accident that no other target's mistakes prove`,
    `  README.md         each (To be written: ...)`,
    "",
    `Then \`npx vitest run -u --root stacks/${name}\` accepts the names of the resources, and \`npm run docs\` writes the reference pages and the tables of the README.`,
  ];
}
