// `kubectl port-forward` as the way to a service inside a cluster.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { portForwardArguments, portForwardLine } from "@modelport/target-kit/curl-line";
import type { RequestAuth } from "@modelport/target-kit/request-auth";
import { Failure, UsageError } from "../exit.ts";
import { Passing } from "../retry.ts";
import { type ClusterAccess, givenAccess, missingProgram, openAccess } from "./kubeconfig.ts";
import type { Reach } from "./reach.ts";
import { type Environment, lastLine } from "./vendor-tool.ts";

type PortForward = Extract<RequestAuth, { readonly kind: "kubectl-port-forward" }>;

interface Running {
  readonly child: ChildProcess;
  /** Settles when kubectl listens, or has ended. */
  readonly address: Promise<string>;
}

/** kubectl itself waits at most a minute for a pod (--pod-running-timeout), and for ever for a cluster. */
const START_SECONDS = 70;
const END_MS = 2_000;
/** kubectl may pick a pod that is being stopped while it is still ready: at most the usual grace period of a pod. */
const ROLLOUT_SECONDS = 90;

const MISSING = missingProgram("kubectl", "which opens a port");

/** client-go, for the program that a kubeconfig names under `exec`: plugin/pkg/client/auth/exec/exec.go. Help text follows. */
const NO_PLUGIN = /exec: executable (\S+) not found/;

/** What kubectl's last line means; the first that matches counts. */
const REMEDIES: readonly (readonly [said: RegExp, remedy: string])[] = [
  [/forbidden/i, "get the rights to read the service, to list pods and to create pods/portforward in that namespace"],
  [/unauthorized|logged in|getting credentials/i, "log in to the cluster again"],
  [/context .* does not exist/i, "`kubectl config get-contexts` lists the contexts that exist"],
  [
    /not ?found|does not have a service port/i,
    "deploy the stack, or correct the namespace, service or context in --auth",
  ],
  [
    /refused|unable to connect|no such host|time-?out|timed out|no configuration|connection to the server/i,
    "check that the cluster runs, and that --auth names its context and kubeconfig",
  ],
];
const DEFAULT_REMEDY = "run that command in a shell to see more";

/** Between two pods there may be none for a moment. */
const IS_PASSING = /pod is not running|lost connection to pod|timed out waiting for the condition/i;

interface PortForwardOptions {
  readonly environment: Environment;
  readonly onNote: (sentence: string) => void;
}

/**
 * Starts kubectl with the first request, and again whenever it has ended: it stays with one pod, and ends with it
 * (kubernetes/kubectl, pkg/cmd/portforward/portforward.go).
 */
export function portForwardReach(auth: PortForward, url: string, { environment, onNote }: PortForwardOptions): Reach {
  const line = portForwardLine(auth, url) ?? "";
  const stopping = new AbortController();
  let access: Promise<ClusterAccess> | undefined;
  let running: Running | undefined;
  const onEnd = (child: ChildProcess, hasListened: boolean) => {
    if (running?.child !== child) return;
    running = undefined;
    if (hasListened) onNote("kubectl port-forward has ended, probably with its pod; starting it again.");
  };
  const end = async () => {
    const { child } = running ?? {};
    running = undefined;
    if (child) await stop(child);
  };
  const { credentials } = auth;
  const open = () =>
    credentials === undefined
      ? Promise.resolve(givenAccess(environment))
      : openAccess(credentials, environment, stopping.signal);
  return {
    address: async () => {
      const { environment: own } = await (access ??= open());
      stopping.signal.throwIfAborted();
      running ??= start(portForwardArguments(auth, url), { line, environment: own, onEnd });
      return running.address;
    },
    renew: end,
    close: async () => {
      stopping.abort();
      await end();
      // Whoever asked for the address has got the error.
      const opened = await access?.catch(() => undefined);
      await opened?.end();
    },
    rolloutSeconds: ROLLOUT_SECONDS,
    through: "through kubectl port-forward",
    remedy: `the pods' log says whether the service started, and \`${line}\` opens the same way`,
  };
}

interface StartOptions {
  /** The command as people write it. */
  readonly line: string;
  readonly environment: Environment;
  readonly onEnd: (child: ChildProcess, hasListened: boolean) => void;
}

/** `address` rejects with {@link UsageError} without kubectl, and with {@link whyEnded} if it ends before it listens. */
function start(args: readonly string[], { line, environment, onEnd }: StartOptions): Running {
  const env = environment as NodeJS.ProcessEnv;
  const child = spawn("kubectl", [...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let hasListened = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2_000)));
  const timer = setTimeout(() => {
    said = `timed out after ${START_SECONDS} s`;
    child.kill("SIGKILL");
  }, START_SECONDS * 1000);
  const address = new Promise<string>((resolve, reject) => {
    // Read to the end: kubectl prints a line for each connection, and would wait for a reader.
    createInterface({ input: child.stdout }).on("line", (text) => {
      const [, listening] = /^Forwarding from (127\.0\.0\.1:\d+) -> /.exec(text) ?? [];
      if (listening === undefined) return;
      clearTimeout(timer);
      hasListened = true;
      resolve(`http://${listening}`);
    });
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new UsageError(MISSING) : error),
    );
    child.once("close", () => {
      clearTimeout(timer);
      reject(whyEnded(line, said));
      onEnd(child, hasListened);
    });
  });
  // The caller gets the error; if kubectl is stopped, there may be no caller waiting.
  address.catch(() => undefined);
  return { child, address };
}

function whyEnded(line: string, text: string): Error {
  const [, plugin] = NO_PLUGIN.exec(text) ?? [];
  if (plugin !== undefined) return new UsageError(missingProgram(plugin, "which signs in to the cluster"));
  const said = lastLine(text);
  const sentence = `\`${line}\` failed${said && `: ${said}`}`;
  if (IS_PASSING.test(said)) return new Passing(sentence);
  const remedy = REMEDIES.find(([pattern]) => pattern.test(said))?.[1] ?? DEFAULT_REMEDY;
  return new Failure(`${sentence}; ${remedy}.`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), END_MS);
  await ended;
  clearTimeout(timer);
  // A credential plugin that outlives kubectl would hold them open.
  for (const output of [child.stdout, child.stderr]) output?.destroy();
}
