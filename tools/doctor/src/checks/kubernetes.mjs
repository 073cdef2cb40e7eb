// kubectl, the provider, and whether a cluster is chosen. What a kubeconfig holds is never printed; the cluster is queried only with --online.
import { delimiter, join } from "node:path";
import { isAtLeast } from "../../../launch/versions.mjs";
import { capture } from "../../../launch/run.mjs";
import { readText } from "../files.mjs";
import { installPage } from "../install-pages.mjs";
import { ask, brokenProgram } from "../programs.mjs";
import { checkProvider } from "./provider.mjs";

// Within one minor version of the clusters that are tested with, 1.32.
const OLDEST_KUBECTL = "1.31.0";
const ONLINE_TIMEOUT_SECONDS = 10;

export async function checkKubernetes(context) {
  const [kubectl, provider, cluster] = await Promise.all([
    checkKubectl(context),
    checkProvider(context, "kubernetes"),
    checkCluster(context),
  ]);
  return [kubectl, checkContext(context), ...provider, ...cluster];
}

async function checkKubectl(context) {
  const name = "kubectl";
  const answer = await ask(context, name, ["version", "--client"]);
  const missing = (value) => ({ name, status: "missing", value, fix: installPage(name) });
  if (answer.state === "absent") return missing("not on PATH");
  if (answer.state !== "answers") return brokenProgram(name, "kubectl version --client", answer, context);
  if (!isAtLeast(answer.version, OLDEST_KUBECTL))
    return missing(`${answer.version}; ${OLDEST_KUBECTL} or newer is needed`);
  return { name, status: "ok", value: answer.version };
}

function checkContext(context) {
  const { source, texts } = readKubeconfigs(context);
  const name = "cluster";
  if (texts.length === 0) {
    return {
      name,
      status: "missing",
      value: `no kubeconfig (${source})`,
      fix: "export KUBECONFIG=<file>",
    };
  }
  // kubectl takes the first file that chooses a context.
  if (texts.some((text) => /^current-context:[ \t]*["']?[^\s"'#]/m.test(text))) {
    return { name, status: "ok", value: `a current context is set (${source})` };
  }
  const fix = "kubectl config use-context <name>";
  return { name, status: "missing", value: `a kubeconfig, but no current context in it (${source})`, fix };
}

function readKubeconfigs({ env, home }) {
  const source = env.KUBECONFIG ? "KUBECONFIG" : "~/.kube/config";
  const paths = env.KUBECONFIG ? env.KUBECONFIG.split(delimiter) : [join(home, ".kube", "config")];
  return { source, texts: paths.map(readText).filter((text) => text !== undefined) };
}

async function checkCluster({ env, online, timeoutSeconds }) {
  const name = "its API server";
  if (!online) return [];
  const limit = Math.max(timeoutSeconds, ONLINE_TIMEOUT_SECONDS);
  const args = ["get", "--raw", "/readyz", `--request-timeout=${limit}s`];
  const { code, timedOut } = await capture("kubectl", args, { env, timeoutSeconds: limit, ownGroup: true });
  if (code === 0 && !timedOut) return [{ name, status: "ok", value: "responds and is ready" }];
  const value = timedOut
    ? `did not answer within ${limit} s`
    : "does not respond, or rejects the request; run it to see why";
  return [{ name, status: "missing", value, fix: "kubectl cluster-info" }];
}
