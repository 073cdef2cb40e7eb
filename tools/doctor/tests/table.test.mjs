import { describe, expect, it } from "vitest";
import { createCompleteMachine, createMachine, PROGRAMS } from "./fixture.mjs";

describe("the whole table", () => {
  it("of a machine with everything", async () => {
    const machine = await createCompleteMachine();
    expect(await machine.table()).toMatchInlineSnapshot(`
      "this machine
        ok       platform        linux-x64, glibc 2.36
        ok       cores           8
        ok       memory          16 GiB

      npm start, npm test
        ok       Node            20.20.2 on PATH
        ok       project's Node  24.21.0 in node_modules
        ok       npm             11.19.1
        ok       dependencies    installed, matches package-lock.json
        ok       disk            50 GiB free
        ok       port 8000       free
        ok       port 8001       free

      deploy with Pulumi
        ok       CLI             3.240.0, from PATH (/programs)
        ok       language host   3.240.0, beside the CLI
        ok       @pulumi/pulumi  3.270.0 in node_modules
        ok       state           in .modelport/state of this clone; log in (npx pulumi login) before what costs money
        ok       Go              1.26.8

      train and test the model
        ok       Python          3.12.4 with venv and ensurepip (python3)

      run containers
        ok       podman          4.3.1 runs
        ok       docker          28.2.2 runs

      deploy to Kubernetes
        ok       kubectl         1.32.4
        ok       cluster         a current context is set (~/.kube/config)
        ok       provider        kubernetes 4.34.2

      deploy to AWS
        ok       credentials     the default profile: access key
        ok       region          eu-west-1 (the default profile)
        ok       provider        aws 7.48.0

      deploy to Google Cloud
        ok       credentials     a user's (application default credentials)
        ok       project         set (gcloud's configuration)
        ok       provider        gcp 9.37.0
        note     APIs            cloudresourcemanager.googleapis.com and serviceusage.googleapis.com must be enabled; --online checks
                                 $ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com

      deploy to EKS
        ok       kubectl         kubectl is on PATH
        ok       AWS CLI         aws is on PATH

      deploy to GKE
        ok       kubectl         kubectl is on PATH
        ok       gcloud          gcloud is on PATH
        ok       auth plugin     gke-gcloud-auth-plugin is on PATH

      test the pages in a browser
        ok       Chromium        156.0.8078.79 (/programs/chromium)

      Ready for npm start, npm test and everything else."
    `);
    expect((await machine.examine()).ready).toBe(true);
  });

  it("of a machine with nothing", async () => {
    const machine = await createMachine({ without: Object.keys(PROGRAMS), machine: { isRoot: false } });
    expect(await machine.table()).toMatchInlineSnapshot(`
      "this machine
        ok       platform        linux-x64, glibc 2.36
        ok       cores           8
        ok       memory          16 GiB

      npm start, npm test
        missing  Node            not on PATH; 20.0.0 or newer is needed
                                 see https://nodejs.org/en/download
        missing  project's Node  not installed yet
                                 $ npm install --no-save
        missing  npm             not on PATH
                                 see https://nodejs.org/en/download
        missing  dependencies    not installed yet
                                 $ npm install --no-save
        ok       disk            50 GiB free
        ok       port 8000       free
        ok       port 8001       free

      deploy with Pulumi
        note     CLI             none yet; the first use downloads 3.265.0
                                 $ npm install --no-save && npx pulumi version
        missing  @pulumi/pulumi  not installed yet
                                 $ npm install --no-save
        ok       state           in .modelport/state of this clone; log in (npx pulumi login) before what costs money
        note     Go              not on PATH (needed only if the CLI cannot be downloaded)
                                 see https://go.dev/doc/install

      train and test the model
        missing  Python          not on PATH; 3.11 to 3.14 is needed
                                 see https://docs.astral.sh/uv/getting-started/installation/

      run containers
        missing  podman          not on PATH
                                 see https://podman.io/docs/installation
        note     docker          not on PATH; podman would be enough

      deploy to Kubernetes
        missing  kubectl         not on PATH
                                 see https://kubernetes.io/docs/tasks/tools/
        missing  cluster         no kubeconfig (~/.kube/config)
                                 $ export KUBECONFIG=<file>
        missing  provider        kubernetes: not installed yet
                                 $ npm install --no-save

      deploy to AWS
        missing  credentials     none in the environment, and no default profile
                                 see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
        note     region          none, unless a stack sets aws:region
                                 $ export AWS_REGION=eu-west-1
        missing  provider        aws: not installed yet
                                 $ npm install --no-save

      deploy to Google Cloud
        missing  credentials     no application default credentials
                                 see https://cloud.google.com/sdk/docs/install
        note     project         none, unless a stack sets gcp:project
                                 $ export GOOGLE_CLOUD_PROJECT=<project>
        missing  provider        gcp: not installed yet
                                 $ npm install --no-save
        note     APIs            cloudresourcemanager.googleapis.com and serviceusage.googleapis.com must be enabled; --online checks
                                 $ gcloud services enable cloudresourcemanager.googleapis.com serviceusage.googleapis.com

      deploy to EKS
        missing  kubectl         kubectl is not on PATH
                                 see https://kubernetes.io/docs/tasks/tools/
        missing  AWS CLI         aws is not on PATH
                                 see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html

      deploy to GKE
        missing  kubectl         kubectl is not on PATH
                                 see https://kubernetes.io/docs/tasks/tools/
        missing  gcloud          gcloud is not on PATH
                                 see https://cloud.google.com/sdk/docs/install
        missing  auth plugin     gke-gcloud-auth-plugin is not on PATH
                                 see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin

      test the pages in a browser
        missing  Chromium        not installed
                                 see https://www.chromium.org/getting-involved/download-chromium/

      Not ready for npm start and npm test, which lack: Node, project's Node, npm, dependencies; something is missing to deploy with Pulumi, to train and test the model, to run containers, to deploy to Kubernetes, to deploy to AWS, to deploy to Google Cloud, to deploy to EKS, to deploy to GKE, to test the pages in a browser."
    `);
    expect((await machine.examine()).ready).toBe(false);
  });
});

const WITHOUT = {
  aws: [
    "- ok       AWS CLI         aws is on PATH",
    "+ missing  AWS CLI         aws is not on PATH",
    "+ see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  ],
  chromium: [
    "- ok       Chromium        156.0.8078.79 (/programs/chromium)",
    "+ missing  Chromium        not installed",
    "+ see https://www.chromium.org/getting-involved/download-chromium/",
  ],
  docker: ["- ok       docker          28.2.2 runs", "+ note     docker          not on PATH; podman is enough"],
  gcloud: [
    "- ok       gcloud          gcloud is on PATH",
    "+ missing  gcloud          gcloud is not on PATH",
    "+ see https://cloud.google.com/sdk/docs/install",
  ],
  "gke-gcloud-auth-plugin": [
    "- ok       auth plugin     gke-gcloud-auth-plugin is on PATH",
    "+ missing  auth plugin     gke-gcloud-auth-plugin is not on PATH",
    "+ see https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin",
  ],
  go: ["- ok       Go              1.26.8", "+ note     Go              not on PATH (not needed: a CLI is installed)"],
  kubectl: [
    "- ok       kubectl         1.32.4",
    "- ok       kubectl         kubectl is on PATH",
    "- ok       kubectl         kubectl is on PATH",
    "+ missing  kubectl         not on PATH",
    "+ see https://kubernetes.io/docs/tasks/tools/",
    "+ missing  kubectl         kubectl is not on PATH",
    "+ see https://kubernetes.io/docs/tasks/tools/",
    "+ missing  kubectl         kubectl is not on PATH",
    "+ see https://kubernetes.io/docs/tasks/tools/",
  ],
  node: [
    "- ok       Node            20.20.2 on PATH",
    "+ missing  Node            not on PATH; 20.0.0 or newer is needed",
    "+ see https://nodejs.org/en/download",
  ],
  npm: [
    "- ok       npm             11.19.1",
    "+ missing  npm             not on PATH",
    "+ see https://nodejs.org/en/download",
  ],
  "podman docker": [
    "- ok       podman          4.3.1 runs",
    "- ok       docker          28.2.2 runs",
    "+ missing  podman          not on PATH",
    "+ see https://podman.io/docs/installation",
    "+ note     docker          not on PATH; podman would be enough",
  ],
  podman: ["- ok       podman          4.3.1 runs", "+ note     podman          not on PATH; docker is enough"],
  "pulumi go": [
    "- ok       CLI             3.240.0, from PATH (/programs)",
    "- ok       language host   3.240.0, beside the CLI",
    "- ok       Go              1.26.8",
    "+ note     CLI             none yet; the first use downloads 3.265.0",
    "+ $ npx pulumi version",
    "+ note     Go              not on PATH (needed only if the CLI cannot be downloaded)",
    "+ see https://go.dev/doc/install",
  ],
  pulumi: [
    "- ok       CLI             3.240.0, from PATH (/programs)",
    "- ok       language host   3.240.0, beside the CLI",
    "+ note     CLI             none yet; the first use downloads 3.265.0, or builds 3.230.0 from Go modules in a few minutes",
    "+ $ npx pulumi version",
  ],
  "pulumi-language-nodejs": [
    "- ok       CLI             3.240.0, from PATH (/programs)",
    "- ok       language host   3.240.0, beside the CLI",
    "+ note     CLI on PATH     /programs/pulumi is not used: pulumi-language-nodejs is not on PATH beside it; add the folder that holds it.",
    "+ note     CLI             none yet; the first use downloads 3.265.0, or builds 3.230.0 from Go modules in a few minutes",
    "+ $ npx pulumi version",
  ],
  python3: [
    "- ok       Python          3.12.4 with venv and ensurepip (python3)",
    "+ missing  Python          not on PATH; 3.11 to 3.14 is needed",
    "+ see https://docs.astral.sh/uv/getting-started/installation/",
  ],
};

describe("each tool taken away", () => {
  let complete;
  const linesOf = async (without) => {
    const table = await (await createCompleteMachine({ without })).table();
    return table
      .split("\n")
      .slice(0, -1)
      .map((line) => line.trim());
  };

  it.each(Object.entries(WITHOUT))("changes its own rows and no others: %s", async (names, expected) => {
    complete ??= await linesOf([]);
    const reduced = await linesOf(names.split(" "));
    const gone = complete.filter((line) => !reduced.includes(line)).map((line) => `- ${line}`);
    const come = reduced.filter((line) => !complete.includes(line)).map((line) => `+ ${line}`);
    expect([...gone, ...come]).toEqual(expected);
  });

  it("is each of them", () => {
    const alone = Object.keys(WITHOUT).filter((names) => !names.includes(" "));
    expect(alone.toSorted()).toEqual(Object.keys(PROGRAMS).toSorted());
  });
});
