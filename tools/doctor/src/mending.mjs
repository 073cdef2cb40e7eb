// The one command that brings a tool to this machine.
import { minimumGoVersion } from "../../pulumi/src/from-go.mjs";

const KUBECTL = "v1.32.0";
const UV_PYTHON = "curl -fsSL https://astral.sh/uv/install.sh | sh && ~/.local/bin/uv python install 3.12";

const BREW = {
  node: () => "brew install node",
  python: () => "brew install python",
  "newer python": () => "brew install python",
  podman: () => "brew install podman && podman machine init --now",
  chromium: () => "brew install --cask google-chrome",
  kubectl: () => "brew install kubectl",
  pulumi: () => "brew install pulumi/tap/pulumi",
  go: () => "brew install go",
  aws: () => "brew install awscli",
  gcloud: () => "brew install --cask gcloud-cli",
};

const LINUX = {
  "newer python": () => UV_PYTHON,
  kubectl: ({ sudo, goArch }) =>
    `${sudo}curl -fsSLo /usr/local/bin/kubectl https://dl.k8s.io/release/${KUBECTL}/bin/linux/${goArch}/kubectl && ` +
    `${sudo}chmod +x /usr/local/bin/kubectl`,
  pulumi: () => "curl -fsSL https://get.pulumi.com | sh",
  go: ({ sudo, goArch }) =>
    `curl -fsSL https://go.dev/dl/go${minimumGoVersion()}.linux-${goArch}.tar.gz | ${sudo}tar -C /usr/local -xz && export PATH=$PATH:/usr/local/go/bin`,
  gcloud: () =>
    "curl -fsSL https://sdk.cloud.google.com | bash -s -- --disable-prompts && export PATH=$PATH:~/google-cloud-sdk/bin",
};

const apt =
  (...packages) =>
  ({ sudo }) =>
    `${sudo}apt-get update && ${sudo}apt-get install -y ${packages.join(" ")}`;
const APT = {
  ...LINUX,
  // Debian's own is older than this project's oldest.
  node: ({ sudo }) =>
    `curl -fsSL https://deb.nodesource.com/setup_24.x | ${sudo}bash - && ${sudo}apt-get install -y nodejs`,
  python: apt("python3", "python3-venv"),
  podman: apt("podman"),
  chromium: apt("chromium"),
  aws: apt("awscli"),
};

const dnf =
  (...packages) =>
  ({ sudo }) =>
    `${sudo}dnf install -y ${packages.join(" ")}`;
const DNF = {
  ...LINUX,
  node: dnf("nodejs", "npm"),
  python: dnf("python3"),
  podman: dnf("podman"),
  chromium: dnf("chromium"),
  aws: dnf("awscli2"),
};

const PAGES = {
  node: "https://nodejs.org/en/download",
  python: "https://docs.astral.sh/uv/getting-started/installation/",
  podman: "https://podman.io/docs/installation",
  chromium: "https://www.chromium.org/getting-involved/download-chromium/",
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
};

/** A function from a tool, and a command to run `then`, to the one command; or to `see` the page that tells how. */
export function mendingOn({ platform, arch, isRoot, distribution }) {
  const commands = commandsFor(platform, distribution);
  const machine = { sudo: isRoot ? "" : "sudo ", goArch: arch === "x64" ? "amd64" : arch };
  return (tool, then) => {
    const command = commands[tool]?.(machine);
    return command === undefined ? `see ${PAGES[tool]}` : [command, ...(then === undefined ? [] : [then])].join(" && ");
  };
}

function commandsFor(platform, distribution) {
  if (platform === "darwin") return BREW;
  if (distribution.includes("ubuntu")) return { ...APT, chromium: apt("chromium-browser") };
  if (distribution.includes("debian")) return APT;
  return distribution.includes("fedora") || distribution.includes("rhel") ? DNF : LINUX;
}
