// AWS's own runtime client, built once into the user's cache, because its install script compiles C++.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { userCacheFolder } from "@modelport/user-cache";

const cacheFolder = join(userCacheFolder(), "lambda-ric");
const PINNED = join(import.meta.dirname, "runtime");
const PINNED_FILES = ["package.json", "package-lock.json"] as const;
const LIMIT_MS = 600_000;

/** Program and its Debian package. */
const BUILD_TOOLS = [
  ["cmake", "cmake"],
  ["g++", "g++"],
  ["make", "make"],
  ["autoconf", "autoconf"],
  ["automake", "automake"],
  ["libtoolize", "libtool"],
  ["python3", "python3"],
  ["xz", "xz-utils"],
] as const;

/** The path of aws-lambda-ric's program, or one sentence that says why it cannot be built here and what to do. */
export type Installed = { readonly program: string } | { readonly unavailable: string };

/** Takes about 80 seconds the first time, which `log` announces. */
export async function installRic(log: (line: string) => void): Promise<Installed> {
  const folder = join(cacheFolder, await pinnedDigest());
  const program = join(folder, "node_modules/aws-lambda-ric/index.mjs");
  if (existsSync(program)) return { program };
  const unavailable = whatIsMissing();
  if (unavailable !== undefined) return { unavailable };
  log("Building aws-lambda-ric, once for this machine: about a minute and a half …");
  const startedAt = performance.now();
  const failure = await build(folder);
  if (failure !== undefined) return { unavailable: failure };
  log(`aws-lambda-ric is built (${Math.round((performance.now() - startedAt) / 1000)} s).`);
  return { program };
}

function whatIsMissing(): string | undefined {
  if (process.platform !== "linux") return `aws-lambda-ric runs on Linux, and this is ${process.platform}: use CI.`;
  const missing = BUILD_TOOLS.filter(([program]) => !isOnPath(program)).map(([, debianPackage]) => debianPackage);
  if (missing.length === 0) return undefined;
  const command = `apt-get install --no-install-recommends ${missing.join(" ")}`;
  return `aws-lambda-ric compiles C++ when it is installed, and this machine lacks some tools: \`${command}\`.`;
}

function isOnPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** If another build is faster, its folder is complete and this one is dropped. */
async function build(folder: string): Promise<string | undefined> {
  await mkdir(cacheFolder, { recursive: true });
  const temporary = await mkdtemp(join(cacheFolder, "partial-"));
  try {
    for (const name of PINNED_FILES) await copyFile(join(PINNED, name), join(temporary, name));
    await promisify(execFile)("npm", ["ci", "--ignore-scripts=false", "--no-audit", "--no-fund"], {
      cwd: temporary,
      env: { ...buildVariables(), ...nodeHeaders() },
      timeout: LIMIT_MS,
      maxBuffer: 2 ** 26,
    });
    await rename(temporary, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return `aws-lambda-ric could not be built: ${(stderr ?? message).trim().split("\n").slice(-15).join("\n  ")}`;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The environment without the variables of an npm that runs this process. */
function buildVariables(): NodeJS.ProcessEnv {
  const ofProject = /^npm_(package|lifecycle|config_(local_prefix|ignore_scripts|workspace))/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofProject.test(name)));
}

/** The headers beside this Node, so that node-gyp downloads none. */
function nodeHeaders(): NodeJS.ProcessEnv {
  const prefix = join(realpathSync(process.execPath), "../..");
  return existsSync(join(prefix, "include/node/node_api.h")) ? { npm_config_nodedir: prefix } : {};
}

async function pinnedDigest(): Promise<string> {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const name of PINNED_FILES) hash.update(await readFile(join(PINNED, name)));
  return hash.digest("hex").slice(0, 16);
}
