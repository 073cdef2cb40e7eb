// Provider plugins compiled from Go modules, for machines that reach registries but not Pulumi's plugin hosts. The module proxy has
// the provider of Kubernetes; it has neither that of AWS nor that of Google Cloud.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fillOnce, userCacheFolder } from "../../../packages/user-cache/user-cache.mjs";
import { compile, lastLine, minimumGoVersion, moduleFile, MODULES_FOLDER, runGo, whyGoCannot } from "./go-build.mjs";

const KUBERNETES_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4";
const PROVIDERS = {
  kubernetes: {
    module: "kubernetes-provider",
    goModule: KUBERNETES_MODULE,
    versionVariable: `${KUBERNETES_MODULE}/pkg/version.Version`,
    /** What the program embeds, and where the provider's module has it. */
    embeds: { from: "cmd/pulumi-resource-kubernetes", files: ["schema.json", "terraform-mapping.json"] },
  },
};

/** @typedef {{name: string, version: string}} Provider `version` is the SDK's */

/** Whether `name` can be built here. */
export function isBuiltFromGo(name) {
  return name in PROVIDERS;
}

/** The oldest Go that builds it. */
export function oldestGoFor(name) {
  return minimumGoVersion(PROVIDERS[name].module);
}

/** The commit that go.mod pins, as its pseudo-version ends. */
export function commitOf(name) {
  const { module, goModule } = PROVIDERS[name];
  return new RegExp(`${goModule} \\S+-([0-9a-f]{12})$`, "m").exec(moduleFile(module, "go.mod"))[1];
}

/** The folder of the plugin that an earlier run built for this version of the SDK, if any. */
export function findBuiltProvider(provider, env) {
  if (!isBuiltFromGo(provider.name)) return undefined;
  const binDir = join(buildFolder(provider, env), "bin");
  return existsSync(join(binDir, programOf(provider))) ? binDir : undefined;
}

/**
 * `{binDir}` or `{reason}`. The first build takes about ten minutes, with a line every ten seconds.
 * @param {Provider} provider one for which {@link isBuiltFromGo} is true
 */
export async function buildProvider(provider, { env, log }) {
  const { module } = PROVIDERS[provider.name];
  const what = `the provider ${provider.name}`;
  const reason = await whyGoCannot({ module, what }, env);
  if (reason) return { reason };
  log(`Building ${what} ${provider.version} from Go modules, once for this account; it takes about ten minutes ...`);
  try {
    await fillOnce(buildFolder(provider, env), {
      fill: (folder) => compileProvider(provider, { folder, env, log }),
      onWait: () => log(`Another process is building ${what}; waiting for it ...`),
    });
  } catch (error) {
    return { reason: error.message };
  }
  return { binDir: findBuiltProvider(provider, env) };
}

// The engine warns about a plugin that is older than its SDK, and no module of the same version exists. The plugin therefore reports
// the SDK's version, followed by its own commit.
async function compileProvider(provider, { folder, env, log }) {
  const { module, versionVariable, ...source } = PROVIDERS[provider.name];
  const overlay = join(folder, "overlay.json");
  await writeFile(overlay, JSON.stringify(await overlayOf(module, source, env)));
  const program = {
    file: programOf(provider),
    module,
    package: ".",
    version: `${provider.version}+${commitOf(provider.name)}`,
    versionVariable,
    flags: ["-overlay", overlay],
  };
  await compile(program, { folder, env, log });
}

// Go embeds files of the program's own folder alone; an overlay makes those of the provider's module appear there.
async function overlayOf(module, { goModule, embeds }, env) {
  const args = ["mod", "download", "-json", goModule];
  const { code, stdout, output } = await runGo(args, module, env);
  if (code !== 0) throw new Error(`Go could not download ${goModule} (${lastLine(output)})`);
  const { Dir } = JSON.parse(stdout);
  const pairs = embeds.files.map((file) => [join(MODULES_FOLDER, module, file), join(Dir, embeds.from, file)]);
  return { Replace: Object.fromEntries(pairs) };
}

function programOf({ name }) {
  return `pulumi-resource-${name}`;
}

function buildFolder({ name, version }, env) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of ["go.mod", "go.sum", "main.go"]) hash.update(moduleFile(PROVIDERS[name].module, file));
  return join(userCacheFolder(env), "pulumi", `${name}-${version}-${hash.digest("hex").slice(0, 12)}`);
}
