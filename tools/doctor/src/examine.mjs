// Runs all checks at once, and lists the results by task.
import { checkAws } from "./checks/aws.mjs";
import { checkBrowser } from "./checks/browser.mjs";
import { checkContainers } from "./checks/containers.mjs";
import { checkGoogleCloud } from "./checks/google-cloud.mjs";
import { checkKubernetes } from "./checks/kubernetes.mjs";
import { checkEks, checkGke } from "./checks/managed-kubernetes.mjs";
import { checkMachine } from "./checks/machine.mjs";
import { checkMainJob } from "./checks/main-job.mjs";
import { checkModel } from "./checks/model.mjs";
import { checkPulumi } from "./checks/pulumi.mjs";
import { readInstall } from "./install-state.mjs";
import { summary } from "./report.mjs";

const ANSWER_TIMEOUT_SECONDS = 4;
const TASKS = [
  { id: "machine", title: "this machine", isMainJob: true, check: checkMachine },
  { id: "main-job", title: "npm start, npm test", isMainJob: true, check: checkMainJob },
  { id: "pulumi", title: "deploy with Pulumi", isMainJob: false, check: checkPulumi },
  { id: "model", title: "train and test the model", isMainJob: false, check: checkModel },
  { id: "containers", title: "run containers", isMainJob: false, check: checkContainers },
  { id: "kubernetes", title: "deploy to Kubernetes", isMainJob: false, check: checkKubernetes },
  { id: "aws", title: "deploy to AWS", isMainJob: false, check: checkAws },
  { id: "google-cloud", title: "deploy to Google Cloud", isMainJob: false, check: checkGoogleCloud },
  { id: "eks", title: "deploy to EKS", isMainJob: false, check: checkEks },
  { id: "gke", title: "deploy to GKE", isMainJob: false, check: checkGke },
  { id: "browser", title: "test the pages in a browser", isMainJob: false, check: checkBrowser },
];

/**
 * @param {{root: string, env: NodeJS.ProcessEnv, home: string, machine: import("./machine.mjs").Machine, online?: boolean, timeoutSeconds?: number}} options
 * @returns {Promise<import("./report.mjs").Report>}
 */
export async function examine({ online = false, timeoutSeconds = ANSWER_TIMEOUT_SECONDS, ...given }) {
  const install = readInstall(given.root, given.machine);
  const context = { ...given, online, timeoutSeconds, install };
  const tasks = await Promise.all(
    TASKS.map(async ({ check, ...task }) => {
      const checks = await check(context);
      return { ...task, checks: checks.map((each) => withoutFolders(each, given)) };
    }),
  );
  const ready = !tasks.some(({ isMainJob, checks }) => isMainJob && checks.some(({ status }) => status === "missing"));
  return { ready, summary: summary(tasks), tasks };
}

// A report may be pasted into an issue, so it names neither the user nor where the clone is.
function withoutFolders(check, { root, home }) {
  const shorten = (text) => (home.length > 1 ? text.replaceAll(root, ".").replaceAll(home, "~") : text);
  return { ...check, value: shorten(check.value), ...(check.fix && { fix: shorten(check.fix) }) };
}
