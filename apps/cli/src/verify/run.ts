import type { Tools } from "../command.ts";
import { EXIT, Failure } from "../exit.ts";
import { requestAuthText } from "@modelport/target-kit/request-auth";
import { localService } from "../local-url.ts";
import { type Client, openClient } from "./client.ts";
import type { Finding } from "./finding.ts";
import { type Golden, readGolden } from "./golden.ts";
import type { VerifyOptions } from "./options.ts";
import { examinePrediction } from "./prediction.ts";
import { openAuthenticator } from "./authenticate.ts";
import { waitUntilReady } from "./ready.ts";
import { examineRefusal } from "./refusal.ts";
import { findingLine, reportJson, verdict } from "./report.ts";
import { examineModel } from "./served-model.ts";

/** Verifies one deployment; returns the exit code. */
export async function verifyDeployment(options: VerifyOptions, tools: Tools): Promise<number> {
  const { interrupted, report, terminal, environment } = tools;
  const { headers, timeoutSeconds, json } = options;
  const note = (sentence: string) => void (options.quiet || terminal.say(sentence));
  const golden = await readGolden(options.golden);
  const authenticate = await openAuthenticator(options, headers, environment);
  const url = options.url ?? localService().url;
  const client = openClient({ url, headers, authenticate, timeoutSeconds, signal: interrupted, onRetry: note });
  const findings: Finding[] = [];
  try {
    for await (const finding of examine(client, options, golden, { signal: interrupted, onWait: note })) {
      findings.push(finding);
      if (!json) report.say(findingLine(finding));
    }
  } catch (error) {
    if (!interrupted.aborted) throw error;
    terminal.say("Interrupted: not everything was checked.");
    return interrupted.reason as number;
  }
  const auth = requestAuthText(options.auth);
  report.say(...(json ? reportJson({ url, auth, findings }) : [verdict(url, findings)]));
  return findings.every(({ outcome }) => outcome === "ok") ? EXIT.done : EXIT.failed;
}

interface Waiting {
  readonly signal: AbortSignal;
  readonly onWait: (sentence: string) => void;
}

/** Runs the checks one after another; checks that are impossible are skipped. */
async function* examine(
  client: Client,
  options: VerifyOptions,
  golden: Golden | undefined,
  waiting: Waiting,
): AsyncGenerator<Finding> {
  const { timeoutSeconds } = options;
  const ready = await failing("ready", () => waitUntilReady(client, { timeoutSeconds, ...waiting }));
  yield ready;
  if (ready.outcome === "failed") return yield* skipped(options, "the service is not ready");
  const examined = await examineModel(client, options, { timeoutSeconds, ...waiting }).catch(failedToAsk);
  yield* examined.findings;
  const { model } = examined;
  if (!model) return yield* skipped({}, "no modelport server answers");
  const isGiven = options.golden !== undefined;
  yield await failing("prediction", () => examinePrediction(client, model, { golden, isGiven }));
  yield await failing("refusal", () => examineRefusal(client));
}

function failedToAsk(error: unknown): { readonly model: undefined; readonly findings: readonly Finding[] } {
  if (!(error instanceof Failure)) throw error;
  return { model: undefined, findings: [{ check: "model", outcome: "failed", sentence: error.message }] };
}

/** A service that stops answering fails the current check. */
async function failing(check: Finding["check"], examineIt: () => Promise<Finding>): Promise<Finding> {
  try {
    return await examineIt();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { check, outcome: "failed", sentence: error.message };
  }
}

function* skipped(options: Partial<VerifyOptions>, why: string): Generator<Finding> {
  const sentence = `not checked: ${why}`;
  if ("url" in options) yield { check: "model", outcome: "skipped", sentence };
  if (options.modelVersion !== undefined) yield { check: "version", outcome: "skipped", sentence };
  if (options.artifactDigest !== undefined) yield { check: "artifact", outcome: "skipped", sentence };
  yield { check: "prediction", outcome: "skipped", sentence };
  yield { check: "refusal", outcome: "skipped", sentence };
}
