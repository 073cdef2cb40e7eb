// The environment of the CLI: the repository's own state folder is used only if the user has not chosen a backend.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { takesEmptyPassphrase } from "./passphrase.mjs";
import { isFree } from "../../launch/targets.mjs";

/** `.modelport/state` of the repository. */
export function stateFolder(root) {
  return join(root, ".modelport", "state");
}

/**
 * The file backend in that folder, without metadata sidecars: they are not written atomically, and an empty one, left by a killed
 * run, makes the CLI fail ("failed to load checkpoint: EOF").
 */
function stateUrl(root) {
  return `${pathToFileURL(stateFolder(root)).href}?metadata=skip`;
}

/**
 * @param {{root: string, env: NodeJS.ProcessEnv, cli: {source: string, binDir: string}, targetFor: (stack: string) => string | undefined, stack?: string}} options
 *   `stack`: the one that the command line names, if any
 * @returns {{env: NodeJS.ProcessEnv, ownsBackend: boolean}}
 */
export function pulumiEnvironment({ root, env, cli, stack, targetFor }) {
  const nodeModules = join(root, "node_modules");
  // A CLI without pulumi-resource-pulumi-nodejs beside it finds the one of @pulumi/pulumi for dynamic resources.
  const folders = [join(nodeModules, ".bin"), cli.binDir, join(nodeModules, "@pulumi", "pulumi")];
  const result = {
    ...env,
    PATH: [...folders, env.PATH].filter(Boolean).join(delimiter),
    PULUMI_SKIP_UPDATE_CHECK: env.PULUMI_SKIP_UPDATE_CHECK ?? "true",
  };
  if (cli.source === "go") result.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION ??= "true";
  const ownsBackend = !hasBackend(root, env);
  if (ownsBackend) result.PULUMI_BACKEND_URL = stateUrl(root);
  const chosen = stack ?? env.PULUMI_STACK ?? selectedStack(root, env);
  // Targets reject secrets in settings and keep none in the state, so no passphrase is needed unless the user set one.
  if (!hasPassphrase(env) && (ownsBackend || (chosen && isEmptyFor(chosen)))) result.PULUMI_CONFIG_PASSPHRASE = "";
  return { env: result, ownsBackend };

  function isEmptyFor(name) {
    const target = targetFor(name);
    return target !== undefined && (isFree(target) || takesEmptyPassphrase(root, name));
  }
}

/** Whether the user has chosen a backend. */
export function hasBackend(root, env) {
  return Boolean(env.PULUMI_BACKEND_URL || env.PULUMI_ACCESS_TOKEN || projectNamesBackend(root) || currentLogin(env));
}

function projectNamesBackend(root) {
  const file = join(root, "Pulumi.yaml");
  return existsSync(file) && /^backend:\s*(\n\s+.*)*?\s+url:\s*\S/m.test(readFileSync(file, "utf8"));
}

function currentLogin(env) {
  return readJson(join(pulumiHome(env), "credentials.json"))?.current;
}

function hasPassphrase(env) {
  return env.PULUMI_CONFIG_PASSPHRASE !== undefined || Boolean(env.PULUMI_CONFIG_PASSPHRASE_FILE);
}

// `pulumi stack select` keeps its choice in a file named after the project and the hash of Pulumi.yaml's path.
function selectedStack(root, env) {
  const hash = createHash("sha1").update(join(root, "Pulumi.yaml")).digest("hex");
  const file = join(pulumiHome(env), "workspaces", `modelport-${hash}-workspace.json`);
  return readJson(file)?.stack?.split("/").at(-1);
}

/** Where the CLI keeps logins, workspaces and plugins. */
export function pulumiHome(env) {
  return env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi");
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
