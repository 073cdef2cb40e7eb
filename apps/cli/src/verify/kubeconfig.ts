// A kubeconfig for one verification, so that the user's own stays as it is.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, outputOf, runTool } from "./vendor-tool.ts";

/** What kubectl runs with. */
export interface ClusterAccess {
  readonly environment: Environment;
  /** Removes what was written for it. */
  end(): Promise<void>;
}

/** For a kubectl that finds its kubeconfig itself. */
export function givenAccess(environment: Environment): ClusterAccess {
  return { environment, end: () => Promise.resolve() };
}

const REMEDIES: Readonly<Record<string, string>> = {
  aws: "log in to AWS with an account that may call eks:DescribeCluster",
  gcloud: "log in with `gcloud auth login`, with an account that may get the cluster (container.clusters.get)",
};

/** Runs the command that writes a kubeconfig. @throws {UsageError} if its program is missing or has no credentials */
export async function openAccess(
  [program = "", ...args]: readonly string[],
  environment: Environment,
  signal: AbortSignal,
): Promise<ClusterAccess> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-kubeconfig-"));
  const end = () => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, "config");
    const own = { ...environment, KUBECONFIG: file };
    outputOf(await runTool(program, args, own, signal), {
      missing: missingProgram(program, "which gets the cluster's credentials"),
      remedy: REMEDIES[program] ?? "log in again",
    });
    await chmod(file, 0o600);
    return { environment: own, end };
  } catch (error) {
    await end();
    throw error;
  }
}

const INSTALL_PAGES: Readonly<Record<string, string>> = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  gcloud: "https://cloud.google.com/sdk/docs/install",
  "gke-gcloud-auth-plugin":
    "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin",
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
};
const ANY_PLUGIN =
  "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins";

/** `what` says what it is needed for, as `which gets credentials`. */
export function missingProgram(program: string, what: string): string {
  return (
    `--auth kubectl-port-forward needs ${program}, ${what}, but there is none on PATH: install it as ` +
    `${INSTALL_PAGES[program] ?? ANY_PLUGIN} says, or verify from inside the cluster with --auth none.`
  );
}
