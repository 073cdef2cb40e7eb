// Where each program's own page says how to install it.
const PAGES = {
  node: "https://nodejs.org/en/download",
  python: "https://docs.astral.sh/uv/getting-started/installation/",
  podman: "https://podman.io/docs/installation",
  chromium: "https://www.chromium.org/getting-involved/download-chromium/",
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  pulumi: "https://www.pulumi.com/docs/iac/download-install/",
  go: "https://go.dev/doc/install",
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  gcloud: "https://cloud.google.com/sdk/docs/install",
  "gke-gcloud-auth-plugin":
    "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin",
};

/** The advice for a program that is missing. */
export function installPage(program) {
  return `see ${PAGES[program]}`;
}
