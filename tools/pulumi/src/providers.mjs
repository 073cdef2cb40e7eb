// The providers that a target's program loads, and whether the engine has their plugins.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiHome } from "./environment.mjs";
import { findExecutable } from "./from-path.mjs";

/** Hosts of Pulumi's own plugins; the CLI tries both, and one is enough. */
export const PLUGIN_HOSTS = "get.pulumi.com or api.github.com";

/**
 * The SDKs with a provider that the modules below `stacks/<target>` import, in the installed versions.
 * @returns {{name: string, version: string}[]} none before the install
 */
function providersOf(root, target) {
  const folder = join(root, "stacks", target);
  const sources = list(folder).filter((name) => name.endsWith(".ts") && !/\.(test|testing)\.ts$/.test(name));
  const names = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/from "@pulumi\/([\w-]+)"/g)].map(([, sdk]) => sdk),
  );
  return [...new Set(names)].flatMap((sdk) => {
    const file = join(root, "node_modules", "@pulumi", sdk, "package.json");
    if (!existsSync(file)) return [];
    const { version, pulumi } = JSON.parse(readFileSync(file, "utf8"));
    return pulumi?.resource === true ? [{ name: pulumi.name ?? sdk, version: pulumi.version ?? version }] : [];
  });
}

/** Whether the engine finds the provider's plugin without a download. */
export function hasPlugin({ name, version }, env) {
  const program = `pulumi-resource-${name}`;
  return (
    existsSync(join(pulumiHome(env), "plugins", `resource-${name}-v${version}`, program)) || isOnPath(program, env)
  );
}

/** The command that downloads it. */
export function pluginCommand({ name, version }) {
  return `npx pulumi plugin install resource ${name} ${version}`;
}

/** One sentence for the plugins that are missing; undefined where there are none. */
export function missingPluginsSentence(root, { stack, target }, env) {
  const missing = providersOf(root, target).filter((provider) => !hasPlugin(provider, env));
  if (missing.length === 0) return undefined;
  const what = missing.map(({ name, version }) => `${name} ${version}`).join(" and ");
  return (
    `The stack ${stack} needs the provider ${what}, which is not on this machine, and a CLI built from Go modules does not ` +
    `download it: run ${missing.map((each) => `\`${pluginCommand(each)}\``).join(" and ")} where ${PLUGIN_HOSTS} can be ` +
    `reached. \`npm run preview -- ${stack} --offline\` works without it.`
  );
}

function isOnPath(program, env) {
  return findExecutable(program, env) !== undefined;
}

function list(folder) {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
}
