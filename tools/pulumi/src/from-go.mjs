// The CLI and its Node.js language host, compiled from Go modules: for machines that reach registries but not get.pulumi.com.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillOnce, userCacheFolder } from "../../../packages/user-cache/user-cache.mjs";
import { capture } from "../../launch/run.mjs";
import { GO_CLI_VERSION, GO_LANGUAGE_HOST_VERSION, isAtLeast } from "../../launch/versions.mjs";

const MODULES_FOLDER = fileURLToPath(new URL("../go", import.meta.url));
const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";
const PROGRESS_SECONDS = 10;
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const PROGRAMS = [
  {
    file: "pulumi-language-nodejs",
    folder: "language-host",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: GO_LANGUAGE_HOST_VERSION,
  },
  {
    file: "pulumi",
    folder: "cli",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: GO_CLI_VERSION,
  },
];

/** The CLI that an earlier run built from the same go.mod and go.sum, if any. */
export function findBuilt({ env }) {
  const binDir = join(buildFolder(env), "bin");
  const command = join(binDir, "pulumi");
  return existsSync(command) ? { command, source: "go", version: GO_CLI_VERSION, binDir } : undefined;
}

/** `{found}` or `{reason}`. The first build takes minutes, with a line every ten seconds. */
export async function build({ env, log }) {
  const tooOld = await whyGoCannot(env);
  if (tooOld) return { reason: tooOld };
  log(`Building the Pulumi CLI ${GO_CLI_VERSION} from Go modules, once for this account; it takes some minutes ...`);
  try {
    await fillOnce(buildFolder(env), {
      fill: async (folder) => {
        for (const program of PROGRAMS) await compile(program, folder, env, log);
        await copyFile(join(MODULES_FOLDER, DYNAMIC_PROVIDER), join(folder, "bin", DYNAMIC_PROVIDER));
      },
      onWait: () => log("Another process is building the Pulumi CLI; waiting for it ..."),
    });
  } catch (error) {
    return { reason: error.message };
  }
  return { found: findBuilt({ env }) };
}

function buildFolder(env) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  hash.update(readFileSync(join(MODULES_FOLDER, DYNAMIC_PROVIDER)));
  for (const { folder, version } of PROGRAMS) {
    hash.update(version);
    for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(MODULES_FOLDER, folder, file)));
  }
  return join(userCacheFolder(env), "pulumi", `go-${GO_CLI_VERSION}-${hash.digest("hex").slice(0, 12)}`);
}

/** The oldest Go that builds the CLI. */
export function minimumGoVersion() {
  return /^go (\S+)$/m.exec(readFileSync(join(MODULES_FOLDER, "cli", "go.mod"), "utf8"))[1];
}

// Runs in the module's folder, where Go has already fetched a newer toolchain if it may.
async function whyGoCannot(env) {
  const cwd = join(MODULES_FOLDER, "cli");
  const minimum = minimumGoVersion();
  const { code, stdout, output } = await capture("go", ["env", "GOVERSION"], { cwd, env: goEnvironment(env) });
  if (code === 127) return `Go is not on PATH (${minimum} or newer would build the CLI)`;
  if (code !== 0 || !isAtLeast(stdout.trim(), minimum)) {
    const actual = stdout.trim().replace(/^go/, "") || /running go (\S+?);?\b/.exec(output)?.[1] || "an older one";
    return `Go ${minimum} or newer is needed to build the CLI, and PATH has ${actual}`;
  }
  return undefined;
}

async function compile(program, folder, env, log) {
  const started = Date.now();
  const progress = setInterval(() => {
    log(`  ${program.file}: downloading and compiling, ${Math.round((Date.now() - started) / 1000)} s`);
  }, PROGRESS_SECONDS * 1000);
  const flags = ["-mod=readonly", "-buildvcs=false", "-trimpath"];
  const linker = `-s -w -X ${VERSION_VARIABLE}=v${program.version}`;
  const output = join(folder, "bin", program.file);
  const result = await capture("go", ["build", ...flags, "-ldflags", linker, "-o", output, program.package], {
    cwd: join(MODULES_FOLDER, program.folder),
    env: goEnvironment(env),
  });
  clearInterval(progress);
  if (result.code !== 0) {
    throw new Error(`Go could not build ${program.file} (${result.output.trim().split("\n").at(-1)})`);
  }
  log(`  ${program.file} ${program.version}: built in ${Math.round((Date.now() - started) / 1000)} s`);
}

function goEnvironment(env) {
  return { ...env, GOWORK: "off" };
}
