// The plugin of a cloud's provider: the version of the SDK that is installed, and whether the engine has it.
import { join } from "node:path";
import { findAtHand } from "../../../pulumi/resolve.mjs";
import { hasPlugin, PLUGIN_HOSTS, pluginCommand } from "../../../pulumi/src/providers.mjs";
import { commitOf, findBuiltProvider, isBuiltFromGo, oldestGoFor } from "../../../pulumi/src/provider-from-go.mjs";
import { isAtLeast } from "../../../launch/versions.mjs";
import { readJson } from "../files.mjs";
import { INSTALL } from "../install-state.mjs";
import { askGo } from "../programs.mjs";

/** One check; `sdk` is the name of the package @pulumi/<sdk>. */
export async function checkProvider(context, sdk) {
  const name = "provider";
  const version = readJson(join(context.root, "node_modules", "@pulumi", sdk, "package.json"))?.version;
  if (version === undefined) return [{ name, status: "missing", value: `${sdk}: not installed yet`, fix: INSTALL }];
  const provider = { name: sdk, version };
  const what = `${sdk} ${version}`;
  if (hasPlugin(provider, { ...context.env, HOME: context.home })) return [{ name, status: "ok", value: what }];
  const { found } = await findAtHand(context);
  if (found !== undefined && found.source !== "go") {
    const value = `${what}: downloaded at the first use, from ${PLUGIN_HOSTS}`;
    return [{ name, status: "note", value, fix: pluginCommand(provider) }];
  }
  return [{ name, ...((await fromGo(context, provider)) ?? unreachable(provider)) }];
}

function unreachable(provider) {
  const value = `${provider.name} ${provider.version}: not on this machine; ${PLUGIN_HOSTS} must be reachable`;
  return { status: "missing", value, fix: pluginCommand(provider) };
}

// A CLI built from Go modules comes with a provider that is built likewise, if its module can be had and Go can build it.
async function fromGo(context, provider) {
  const { name, version } = provider;
  if (!isBuiltFromGo(name)) return undefined;
  if (findBuiltProvider(provider, { ...context.env, HOME: context.home }) !== undefined) {
    return { status: "ok", value: `${name} ${version}, built from Go modules (commit ${commitOf(name)})` };
  }
  const go = await askGo(context);
  if (go.state !== "answers" || !isAtLeast(go.version, oldestGoFor(name))) return undefined;
  const value = `${name} ${version}: none yet; the first use builds it from Go modules in about ten minutes`;
  return { status: "note", value, fix: `npx pulumi preview --stack ${name}` };
}
