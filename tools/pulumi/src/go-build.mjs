// Compiles a program of a pinned Go module: a folder below tools/pulumi/go with its go.mod and go.sum.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "../../launch/run.mjs";
import { isAtLeast } from "../../launch/versions.mjs";

export const MODULES_FOLDER = fileURLToPath(new URL("../go", import.meta.url));
const PROGRESS_SECONDS = 10;

/** The text of a file in the module's folder. */
export function moduleFile(module, name) {
  return readFileSync(join(MODULES_FOLDER, module, name), "utf8");
}

/** The oldest Go that builds the module. */
export function minimumGoVersion(module) {
  return /^go (\S+)$/m.exec(moduleFile(module, "go.mod"))[1];
}

/** One sentence if PATH has no Go that builds `module`; `what` names the program in it. */
export async function whyGoCannot({ module, what }, env) {
  const minimum = minimumGoVersion(module);
  const { code, stdout, output } = await runGo(["env", "GOVERSION"], module, env);
  if (code === 127) return `Go is not on PATH (${minimum} or newer would build ${what})`;
  // Go has already fetched a newer toolchain for this module if it may.
  if (code !== 0 || !isAtLeast(stdout.trim(), minimum)) {
    const actual = stdout.trim().replace(/^go/, "") || /running go (\S+?);?\b/.exec(output)?.[1] || "an older one";
    return `Go ${minimum} or newer is needed to build ${what}, and PATH has ${actual}`;
  }
  return undefined;
}

/**
 * Builds `package` of `module` into `folder/bin/file`, with a line every ten seconds.
 * @param {{file: string, module: string, package: string, version: string, versionVariable: string, flags?: string[]}} program
 *   `version` is what the program reports, `versionVariable` the Go variable that holds it
 * @throws {Error} with the compiler's last line
 */
export async function compile(program, { folder, env, log }) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => {
    log(`  ${program.file}: downloading and compiling, ${seconds()} s`);
  }, PROGRESS_SECONDS * 1000);
  const flags = ["-mod=readonly", "-buildvcs=false", "-trimpath", ...(program.flags ?? [])];
  const linker = `-s -w -X ${program.versionVariable}=v${program.version}`;
  const output = join(folder, "bin", program.file);
  const args = ["build", ...flags, "-ldflags", linker, "-o", output, program.package];
  const result = await runGo(args, program.module, env);
  clearInterval(progress);
  if (result.code !== 0) {
    throw new Error(`Go could not build ${program.file} (${lastLine(result.output)})`);
  }
  log(`  ${program.file} ${program.version}: built in ${seconds()} s`);
}

/** Runs `go` in the module's folder. */
export function runGo(args, module, env) {
  return capture("go", args, { cwd: join(MODULES_FOLDER, module), env: { ...env, GOWORK: "off" } });
}

export function lastLine(output) {
  return output.trim().split("\n").at(-1);
}
