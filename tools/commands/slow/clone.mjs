// A fresh clone of the working tree, with a home of its own and nothing in the environment that it was not given.
import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sdkHooks, surroundingsEnvironment, writeStandIns } from "@modelport/offline-engine/stand-ins";
import { userCacheFolder } from "@modelport/user-cache";
import { root as repository } from "../../launch/root.mjs";

const SYSTEM = "/usr/bin:/bin";

/** `run(words, env)` is `env -i`: HOME and a PATH without anything of the project's are all that a command gets. */
export function freshClone() {
  const folder = mkdtempSync(join(tmpdir(), "modelport-clone-"));
  const [root, home, node] = ["modelport", "home", "node"].map((name) => join(folder, name));
  for (const each of [home, join(home, ".cache"), node]) mkdirSync(each);
  copyFiles(root);
  // As an install would leave it; links of workspaces lead into the clone.
  execFileSync("cp", ["-al", join(repository, "node_modules"), join(root, "node_modules")]);
  rmSync(join(root, "node_modules/.cache"), { recursive: true, force: true });
  // The CLI is not downloaded or built again.
  symlinkSync(userCacheFolder(), userCacheFolder({ HOME: home }));
  symlinkSync(process.execPath, join(node, "node"));
  const run = (words, env = {}) => {
    const own = { HOME: home, PATH: `${node}:${SYSTEM}`, npm_config_update_notifier: "false", ...env };
    return new Promise((resolve) => {
      execFile(words[0], words.slice(1), { cwd: root, env: own }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: stdout + stderr }),
      );
    });
  };
  return {
    folder,
    root,
    home,
    path: `${node}:${SYSTEM}`,
    run,
    status: async () => (await run(["git", "status", "--porcelain"])).output,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function copyFiles(root) {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
    encoding: "utf8",
  });
  for (const name of listed.split("\0").filter((each) => each && existsSync(join(repository, each)))) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    copyFileSync(join(repository, name), join(root, name));
  }
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "clone");
}

/**
 * The variables with which the engine finds stand-ins where it would find the providers that it has downloaded; `registry` is
 * the `host:port` of the one that takes images, without which none does.
 */
export async function standIns({ folder, home, root }, registry = "127.0.0.1:1") {
  await writeStandIns(join(home, ".pulumi"), join(root, "node_modules"));
  const [cloudFolder, registryFolder] = ["cloud", "images"].map((name) => join(folder, name));
  for (const each of [cloudFolder, registryFolder]) mkdirSync(each, { recursive: true });
  return {
    // The CLI takes the home of the account from the system, and not from HOME.
    PULUMI_HOME: join(home, ".pulumi"),
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    AWS_EC2_METADATA_DISABLED: "true",
    NODE_OPTIONS: `--import=${sdkHooks}`,
    ...surroundingsEnvironment({ cloudFolder, registry, registryFolder }),
  };
}
