// The checks over HTTP, one after another.
import { Failure } from "../exit.ts";
import type { Client } from "./client.ts";
import { failing, type Finding } from "./finding.ts";
import type { Golden } from "./golden.ts";
import type { VerifyOptions } from "./options.ts";
import { examinePrediction } from "./prediction.ts";
import { waitUntilReady } from "./ready.ts";
import { examineRefusal } from "./refusal.ts";
import { examineModel } from "./served-model.ts";

export interface Waiting {
  readonly signal: AbortSignal;
  readonly onWait: (sentence: string) => void;
}

/** Checks that are impossible are skipped. */
export async function* examineOverHttp(
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

function* skipped(options: Partial<VerifyOptions>, why: string): Generator<Finding> {
  const sentence = `not checked: ${why}`;
  if ("url" in options) yield { check: "model", outcome: "skipped", sentence };
  if (options.modelVersion !== undefined) yield { check: "version", outcome: "skipped", sentence };
  if (options.artifactDigest !== undefined) yield { check: "artifact", outcome: "skipped", sentence };
  yield { check: "prediction", outcome: "skipped", sentence };
  yield { check: "refusal", outcome: "skipped", sentence };
}
