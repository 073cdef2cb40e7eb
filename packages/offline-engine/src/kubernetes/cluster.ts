// A real cluster behind the stand-in for Kubernetes: server-side apply, then a wait for the rollout.
import { spawn } from "node:child_process";
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";

export interface Cluster {
  /** Returns the object as the API server stored it. `dryRun` changes nothing. */
  apply(object: Values, options: { readonly dryRun: boolean }): Promise<Values>;
  /** Undefined if there is none. */
  get(object: Values): Promise<Values | undefined>;
  delete(object: Values): Promise<void>;
}

/** Kinds that roll out their pods. */
const ROLLED_OUT = new Set(["Deployment", "StatefulSet", "DaemonSet"]);
const FIELD_MANAGER = "modelport-offline";
const ROLLOUT_SECONDS = 120;

/** The cluster that a kubeconfig names, through `kubectl`. */
export function clusterOf(kubeconfig: string): Cluster {
  const kubectl = (args: readonly string[], input?: Values) => runKubectl(["--kubeconfig", kubeconfig, ...args], input);
  return {
    apply: async (object, { dryRun }) => {
      const how = ["--server-side", "--force-conflicts", "--field-manager", FIELD_MANAGER, "--output", "json"];
      const applied = await kubectl(
        ["apply", "--filename", "-", ...how, ...(dryRun ? ["--dry-run=server"] : [])],
        object,
      );
      if (dryRun || !ROLLED_OUT.has(textOf(object["kind"]))) return parsed(applied);
      const { kind, name, namespace } = nameOf(object);
      await kubectl(["rollout", "status", `${kind}/${name}`, ...namespace, `--timeout=${ROLLOUT_SECONDS}s`]);
      return parsed(await kubectl(["get", kind, name, ...namespace, "--output", "json"]));
    },
    get: async (object) => {
      const { kind, name, namespace } = nameOf(object);
      const found = await kubectl(["get", kind, name, ...namespace, "--output", "json", "--ignore-not-found"]);
      return found.trim() === "" ? undefined : parsed(found);
    },
    delete: async (object) => {
      const { kind, name, namespace } = nameOf(object);
      await kubectl(["delete", kind, name, ...namespace, "--ignore-not-found", `--timeout=${ROLLOUT_SECONDS}s`]);
    },
  };
}

/** `Deployment.v1.apps`, which distinguishes kinds of the same name in two groups. */
function nameOf({ apiVersion, kind, metadata }: Values): { kind: string; name: string; namespace: readonly string[] } {
  const [group = "", version] = textOf(apiVersion).split("/");
  const { name, namespace } = membersOf(metadata);
  return {
    kind: version === undefined ? textOf(kind) : `${textOf(kind)}.${version}.${group}`,
    name: textOf(name),
    namespace: namespace === undefined ? [] : ["--namespace", textOf(namespace)],
  };
}

const parsed = (json: string): Values => JSON.parse(json) as Values;

function runKubectl(args: readonly string[], input: Values | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("kubectl", args, { stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("error", (error) => reject(new Error(`kubectl cannot be run (${error.message}): put it on PATH.`)));
    child.once("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(stderr.trim().replace(/^(error|Error): /, "")));
    });
    child.stdin.end(input === undefined ? "" : JSON.stringify(input));
  });
}
