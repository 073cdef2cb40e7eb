// The tools that bring an image to the nodes of a local cluster, as their documentation has it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface LocalCluster {
  readonly into: "kind" | "minikube" | "containerd";
  /** The name of a kind cluster or of a minikube profile; empty for containerd, which is this machine's. */
  readonly cluster: string;
}

interface Loader {
  load(cluster: string, file: string): Promise<unknown>;
  /** Whether every node has an image of that name. */
  has(cluster: string, reference: string): Promise<boolean>;
}

/** Where a kubelet looks for images in containerd. */
const KUBELETS_NAMESPACE = "k8s.io";

export const LOADERS: Readonly<Record<LocalCluster["into"], Loader>> = {
  // https://kind.sigs.k8s.io/docs/user/quick-start/#loading-an-image-into-your-cluster
  kind: {
    load: (cluster, file) => run("kind", ["load", "image-archive", file, "--name", cluster]),
    has: async (cluster, reference) => {
      const nodes = lines(await run("kind", ["get", "nodes", "--name", cluster]));
      // As kind finds the program that runs its nodes.
      const containers = process.env["KIND_EXPERIMENTAL_PROVIDER"] ?? "docker";
      const found = await Promise.all(nodes.map((node) => run(containers, ["exec", node, ...listing(reference)])));
      return found.length > 0 && found.every((names) => lines(names).includes(reference));
    },
  },
  // https://minikube.sigs.k8s.io/docs/commands/image/
  minikube: {
    load: (profile, file) => run("minikube", ["--profile", profile, "image", "load", file]),
    has: async (profile, reference) =>
      lines(await run("minikube", ["--profile", profile, "image", "ls"])).includes(reference),
  },
  // CONTAINERD_ADDRESS says where containerd listens, as for every use of ctr.
  containerd: {
    load: (_cluster, file) => run("ctr", ["--namespace", KUBELETS_NAMESPACE, "images", "import", file]),
    has: async (_cluster, reference) => {
      const [program = "", ...args] = listing(reference);
      return lines(await run(program, args)).includes(reference);
    },
  },
};

function listing(reference: string): readonly string[] {
  return ["ctr", "--namespace", KUBELETS_NAMESPACE, "images", "ls", "--quiet", `name==${reference}`];
}

const lines = (text: string) => text.split("\n").map((line) => line.trim());

const execute = promisify(execFile);

async function run(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await execute(program, args, { maxBuffer: 2 ** 24 })).stdout;
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason = code === "ENOENT" ? `there is no ${program} on PATH` : (stderr || message).trim();
    throw new Error(
      `The image cannot be loaded with ${program}: ${reason.replace(/\.$/, "")}. Name a registry with ` +
        "`npx pulumi config set modelport:imageRepository <registry>/<name>` if the cluster is not a local one.",
      { cause: error },
    );
  }
}
