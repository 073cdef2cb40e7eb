// The providers that a target's program loads, and whether the engine has their plugins.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "./environment.mjs";
import { findExecutable } from "./from-path.mjs";
import { buildProvider, findBuiltProvider, isBuiltFromGo } from "./provider-from-go.mjs";

/** Hosts of Pulumi's own plugins; the CLI tries both, and one is enough. */
export const PLUGIN_HOSTS = "get.pulumi.com or api.github.com";

/**
 * The SDKs with a provider that the target imports, by itself or through the repository's packages, in the installed versions.
 * @returns {{name: string, version: string}[]} none before the install
 */
function providersOf(root, target) {
  return [...new Set(sdksOf(root, join(root, "stacks", target)))].flatMap((sdk) => {
    const file = join(root, "node_modules", "@pulumi", sdk, "package.json");
    if (!existsSync(file)) return [];
    const { version, pulumi } = JSON.parse(readFileSync(file, "utf8"));
    return pulumi?.resource === true ? [{ name: pulumi.name ?? sdk, version: pulumi.version ?? version }] : [];
  });
}

// The SDKs of the modules in `folder`, and those that the packages they import depend on.
function sdksOf(root, folder) {
  const sources = list(folder).filter((name) => name.endsWith(".ts") && !/\.(test|testing)\.ts$/.test(name));
  const texts = sources.map((name) => readFileSync(join(folder, name), "utf8"));
  const imported = (scope) =>
    texts.flatMap((text) => [...text.matchAll(new RegExp(`from "@${scope}/([\\w-]+)`, "g"))].map(([, name]) => name));
  const packages = [...new Set(imported("modelport"))].map((name) => join(root, "packages", name, "package.json"));
  return [...imported("pulumi"), ...packages.filter(existsSync).flatMap(pulumiDependencies)];
}

function pulumiDependencies(file) {
  const { dependencies = {} } = JSON.parse(readFileSync(file, "utf8"));
  return Object.keys(dependencies).flatMap((name) => /^@pulumi\/(.+)$/.exec(name)?.[1] ?? []);
}

/** Whether the engine finds the provider's plugin without a download or a build. */
export function hasPlugin({ name, version }, env) {
  const program = `pulumi-resource-${name}`;
  return (
    existsSync(join(pulumiHome(env), "plugins", `resource-${name}-v${version}`, program)) ||
    findExecutable(program, env) !== undefined
  );
}

/** The command that downloads it. */
export function pluginCommand({ name, version }) {
  return `npx pulumi plugin install resource ${name} ${version}`;
}

/**
 * The plugins of the stack's providers, for a CLI that downloads none: those that can be are built from Go modules.
 * @param {{env: NodeJS.ProcessEnv, log: (line: string) => void}} context
 * @returns {Promise<{folders: string[], sentence?: string}>} `folders` belong on PATH; `sentence` says which plugins are missing
 */
export async function preparePlugins(root, { stack, target }, context) {
  const folders = [];
  const missing = [];
  for (const provider of providersOf(root, target).filter((each) => !hasPlugin(each, context.env))) {
    const { binDir, reason } = await builtPlugin(provider, context);
    if (binDir === undefined) missing.push({ ...provider, reason });
    else folders.push(binDir);
  }
  return { folders, ...(missing.length > 0 && { sentence: missingPluginsSentence(stack, missing) }) };
}

async function builtPlugin(provider, context) {
  if (!isBuiltFromGo(provider.name)) return {};
  const binDir = findBuiltProvider(provider, context.env);
  return binDir === undefined ? buildProvider(provider, context) : { binDir };
}

function missingPluginsSentence(stack, missing) {
  const what = missing.map(({ name, version }) => `${name} ${version}`).join(" and ");
  const reasons = missing.flatMap(({ reason }) => reason ?? []);
  return (
    `The stack ${stack} needs the provider ${what}, which is not on this machine, and a CLI built from Go modules does not ` +
    `download it${reasons.map((reason) => `; ${reason}`).join("")}: ` +
    `run ${missing.map((each) => `\`${pluginCommand(each)}\``).join(" and ")} where ${PLUGIN_HOSTS} can be ` +
    `reached. \`npm run preview -- ${stack} --offline\` works without it.`
  );
}

function list(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
}
