// The plugin of a cloud's provider: the version of the SDK that is installed, and whether the engine has it.
import { join } from "node:path";
import { findAtHand } from "../../../pulumi/resolve.mjs";
import { hasPlugin, PLUGIN_HOSTS, pluginCommand } from "../../../pulumi/src/providers.mjs";
import { readJson } from "../files.mjs";
import { INSTALL } from "../install-state.mjs";

/** One check; `sdk` is the name of the package @pulumi/<sdk>. */
export async function checkProvider(context, sdk) {
  const name = "provider";
  const version = readJson(join(context.root, "node_modules", "@pulumi", sdk, "package.json"))?.version;
  if (version === undefined) return [{ name, status: "missing", value: `${sdk}: not installed yet`, fix: INSTALL }];
  const provider = { name: sdk, version };
  const what = `${sdk} ${version}`;
  if (hasPlugin(provider, { ...context.env, HOME: context.home })) return [{ name, status: "ok", value: what }];
  const { found } = await findAtHand(context);
  const fetches = found !== undefined && found.source !== "go";
  const value = fetches
    ? `${what}: downloaded at the first use, from ${PLUGIN_HOSTS}`
    : `${what}: not on this machine; ${PLUGIN_HOSTS} must be reachable`;
  return [{ name, status: fetches ? "note" : "missing", value, fix: pluginCommand(provider) }];
}
