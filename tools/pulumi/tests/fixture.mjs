// A repository of its own in a temporary folder, with fake programs on a PATH of its own.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { root as repository } from "../../launch/root.mjs";

/** Prints its version; else records its arguments and environment, and ends as FAKE_EXIT_CODE says. */
export const fakeCli = (version) => `#!/bin/sh
if [ "$1" = version ]; then echo "v${version}"; exit 0; fi
if [ "$1" = wait ]; then
  trap 'echo "got TERM"; exit 42' TERM
  trap 'echo "got INT"; exit 43' INT
  echo waiting
  while :; do /bin/sleep 0.02; done
fi
if [ "$1" = die ]; then kill -KILL $$; fi
echo "$*" >> "$FAKE_RECORD"
/usr/bin/env > "$FAKE_RECORD.env"
exit \${FAKE_EXIT_CODE:-0}
`;

/** Answers \`go env GOVERSION\` and \`go mod download\`, and writes a fake CLI for \`go build -o FILE\`. */
export const fakeGo = (version, { moduleFolder = "/modules" } = {}) => `#!/bin/sh
if [ "$1" = env ]; then echo "go${version}"; exit 0; fi
if [ "$1" = mod ]; then echo '{"Dir": "${moduleFolder}"}'; exit 0; fi
while [ "$1" != "-o" ]; do shift; done
/bin/mkdir -p "\${2%/*}"
echo "$2" >> "$FAKE_RECORD"
printf '#!/bin/sh\\necho v3.230.0\\n' > "$2"
/bin/chmod +x "$2"
`;

/** Writes the fake npm package \`pulumi\`, whose run.js "downloads" the CLI, or fails where it must. */
export const fakeNpm = ({ fails = false } = {}) => `#!/bin/sh
/bin/mkdir -p node_modules/pulumi
/bin/cat > node_modules/pulumi/run.js <<'SCRIPT'
${fails ? "process.exit(1);" : ""}
const { mkdirSync, writeFileSync } = require("node:fs");
const folder = process.env.PULUMI_HOME + "/versions/" + process.env.PULUMI_VERSION + "/bin";
mkdirSync(folder, { recursive: true });
writeFileSync(folder + "/pulumi", "#!/bin/sh\\n", { mode: 0o755 });
SCRIPT
`;

function write(path, text, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

export function createFixture() {
  const folder = mkdtempSync(join(tmpdir(), "modelport-pulumi-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "repository");
  const home = join(folder, "home");
  const programs = join(folder, "programs");
  const record = join(folder, "record");
  write(join(root, "Pulumi.yaml"), "name: modelport\nruntime: nodejs\n");
  for (const target of ["local", "lambda"]) write(join(root, "stacks", target, "target.ts"), "");
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
  for (const part of ["tools/pulumi", "tools/launch", "packages/user-cache"]) {
    cpSync(join(repository, part), join(root, part), { recursive: true });
  }
  mkdirSync(programs);
  const env = { HOME: home, PATH: programs, FAKE_RECORD: record };
  return {
    folder,
    root,
    home,
    programs,
    env,
    write,
    program: (name, script, where = programs) => write(join(where, name), script, 0o755),
    /** A CLI on PATH that resolves. */
    installCli(version = "3.240.0") {
      this.program("pulumi", fakeCli(version));
      this.program("pulumi-language-nodejs", "#!/bin/sh\n");
    },
    recorded: () => (existsSync(record) ? readFileSync(record, "utf8").trimEnd().split("\n") : []),
    recordedEnv: () =>
      Object.fromEntries(
        readFileSync(`${record}.env`, "utf8")
          .trimEnd()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      ),
    /** Starts the wrapper as `npx pulumi` does. */
    start: (args, extraEnv = {}) =>
      spawn(process.execPath, [join(root, "tools", "pulumi", "bin", "pulumi.mjs"), ...args], {
        cwd: root,
        env: { ...env, ...extraEnv },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    async run(args, extraEnv) {
      const child = this.start(args, extraEnv);
      const result = { stdout: "", stderr: "" };
      child.stdout.on("data", (chunk) => (result.stdout += chunk));
      child.stderr.on("data", (chunk) => (result.stderr += chunk));
      return new Promise((resolve) => child.on("close", (code, signal) => resolve({ ...result, code, signal })));
    },
  };
}
