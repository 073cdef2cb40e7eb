import { requestAuthText, type RequestAuth } from "@modelport/target-kit/request-auth";
import type { Tools } from "../command.ts";
import { EXIT } from "../exit.ts";
import { localService } from "../local-url.ts";
import { openAuthenticator } from "./authenticate.ts";
import { awsCredentials } from "./aws-credentials.ts";
import { openClient } from "./client.ts";
import { type Ecs, openEcs } from "./ecs/api.ts";
import { examineTasks, type TaskCheckOptions } from "./ecs/examine.ts";
import { waitForRollout } from "./ecs/rollout.ts";
import { failing, type Finding } from "./finding.ts";
import { readGolden } from "./golden.ts";
import { examineOverHttp } from "./http-checks.ts";
import type { EcsService, VerifyOptions } from "./options.ts";
import { portForwardReach } from "./port-forward.ts";
import { directReach, type Reach } from "./reach.ts";
import { findingLines, httpVerdict, isOk, reportJson, tasksVerdict } from "./report.ts";

/** The checks of one deployment, and what they say together. */
interface Examination {
  readonly url: string;
  readonly findings: AsyncIterable<Finding>;
  /** The last line of the report. */
  readonly verdict: (findings: readonly Finding[]) => string;
  readonly close: () => Promise<void>;
}

/** Verifies one deployment; returns the exit code. */
export async function verifyDeployment(options: VerifyOptions, tools: Tools): Promise<number> {
  const { interrupted, report, terminal } = tools;
  const note = (sentence: string) => void (options.quiet || terminal.say(sentence));
  const { auth } = options;
  const examination =
    auth.kind === "ecs-service"
      ? await openTaskChecks(options, auth, tools, note)
      : await openHttpChecks(options, tools, note);
  const findings: Finding[] = [];
  const close = () => void examination.close();
  interrupted.addEventListener("abort", close);
  try {
    for await (const finding of examination.findings) {
      findings.push(finding);
      if (!options.json) report.say(...findingLines(finding));
    }
  } catch (error) {
    if (!interrupted.aborted) throw error;
    terminal.say("Interrupted: not everything was checked.");
    return interrupted.reason as number;
  } finally {
    interrupted.removeEventListener("abort", close);
    await examination.close();
  }
  const { url, verdict } = examination;
  report.say(...(options.json ? reportJson({ url, auth: requestAuthText(auth), findings }) : [verdict(findings)]));
  return isOk(findings) ? EXIT.done : EXIT.failed;
}

type Note = (sentence: string) => void;

async function openHttpChecks(options: VerifyOptions, tools: Tools, onRetry: Note): Promise<Examination> {
  const { interrupted: signal, environment } = tools;
  const { headers, timeoutSeconds } = options;
  const golden = await readGolden(options.golden);
  const authenticate = await openAuthenticator(options, headers, environment);
  const url = options.url ?? defaultUrl(options.auth);
  const rollout = options.rollout && (await openTasks(options, options.rollout, tools, onRetry));
  const reach = reachOf(options.auth, url, { environment, onNote: onRetry });
  const client = openClient({ url, reach, headers, authenticate, timeoutSeconds, signal, onRetry });
  return {
    url,
    findings: rolloutFirst(rollout, examineOverHttp(client, options, golden, { signal, onWait: onRetry })),
    verdict: (findings) => httpVerdict(url, reach.through, findings),
    close: () => reach.close(),
  };
}

function reachOf(auth: RequestAuth, url: string, options: Parameters<typeof portForwardReach>[2]): Reach {
  if (auth.kind === "kubectl-port-forward") return portForwardReach(auth, url, options);
  return directReach(url, auth.kind === "address-ranges" ? auth.cidrs : []);
}

/** A service inside a cluster has its name; otherwise the local stack is meant. */
function defaultUrl(auth: RequestAuth): string {
  if (auth.kind === "kubectl-port-forward") return `http://${auth.service}.${auth.namespace}.svc`;
  return localService().url;
}

/** Over HTTP a rollback shows only if it changed the artifact. */
async function* rolloutFirst(tasks: Tasks | undefined, others: AsyncIterable<Finding>): AsyncGenerator<Finding> {
  if (tasks) yield await failing("rollout", () => waitForRollout(tasks.ecs, tasks.checks));
  yield* others;
}

async function openTaskChecks(
  options: VerifyOptions,
  auth: EcsService,
  tools: Tools,
  note: Note,
): Promise<Examination> {
  const { ecs, checks } = await openTasks(options, auth, tools, note);
  const name = `${auth.cluster}/${auth.service}`;
  return {
    url: options.url ?? name,
    findings: examineTasks(ecs, checks),
    verdict: (findings) => tasksVerdict(name, findings),
    close: () => Promise.resolve(),
  };
}

interface Tasks {
  readonly ecs: Ecs;
  readonly checks: TaskCheckOptions;
}

async function openTasks(options: VerifyOptions, name: EcsService, tools: Tools, note: Note): Promise<Tasks> {
  const { interrupted: signal, environment } = tools;
  const credentials = await awsCredentials(environment, name);
  const ecs = openEcs({ region: name.region, credentials, environment, signal, onRetry: note });
  const { url, artifactDigest, taskDefinition, timeoutSeconds } = options;
  return { ecs, checks: { name, url, artifactDigest, taskDefinition, timeoutSeconds, signal, onWait: note } };
}
