// Checks that GET /model says what was shipped.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client.ts";
import type { Finding } from "./finding.ts";

/** The parts of GET /model that the checks need. */
export interface ServedModel {
  readonly name: string;
  readonly version: string;
  /** Of the ONNX file. */
  readonly sha256: string;
  readonly features: readonly { readonly name: string; readonly example: unknown }[];
  readonly output: {
    readonly kind: string;
    readonly name: string;
    /** For a multiclass model: in the order of its scores. */
    readonly labels: unknown;
    /** Undefined if the answer is not rounded. */
    readonly decimals: number | undefined;
  };
  readonly artifactDigest: string | undefined;
}

/** What must answer; undefined if not given. */
export interface Expected {
  readonly modelVersion: string | undefined;
  readonly artifactDigest: string | undefined;
}

const POLL_MS = 1_000;

export interface WaitOptions {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onWait: (sentence: string) => void;
}

/** Repeats until the shipped version answers, or time is up; `model` is undefined if no modelport server answers. */
export async function examineModel(
  client: Client,
  expected: Expected,
  { timeoutSeconds, signal, onWait }: WaitOptions,
): Promise<{ readonly model: ServedModel | undefined; readonly findings: readonly Finding[] }> {
  const endsAt = performance.now() + Math.min(timeoutSeconds, client.reach.rolloutSeconds) * 1000;
  let said = false;
  for (;;) {
    const model = await readModel(client);
    const findings = model ? [modelFinding(model), ...compared(client.url, model, expected)] : [stranger(client.url)];
    const failed = findings.find(({ outcome }) => outcome === "failed");
    if (!failed || performance.now() + POLL_MS >= endsAt) return { model, findings };
    if (!said) onWait(`${failed.sentence.split(": ")[0]}; waiting, as a roll-out may still be going on.`);
    said = true;
    await sleep(POLL_MS, undefined, { signal });
    await client.reach.renew();
  }
}

async function readModel(client: Client): Promise<ServedModel | undefined> {
  const { status, json } = await client.sendWithRetries("/model");
  if (status !== 200 || typeof json !== "object" || json === null) return undefined;
  const { name, version, sha256, features, output, runtime } = json as Record<string, unknown>;
  if (![name, version, sha256].every((text) => typeof text === "string")) return undefined;
  if (!Array.isArray(features) || typeof output !== "object" || output === null) return undefined;
  const { artifact_digest: digest } = (runtime ?? {}) as { artifact_digest?: unknown };
  return {
    ...({ name, version, sha256, features, output } as Omit<ServedModel, "artifactDigest">),
    artifactDigest: typeof digest === "string" ? digest : undefined,
  };
}

function stranger(url: string): Finding {
  const sentence = `${url} does not answer GET /model as modelport does: is it the address of a modelport server?`;
  return { check: "model", outcome: "failed", sentence };
}

function modelFinding({ name, version, sha256 }: ServedModel): Finding {
  return { check: "model", outcome: "ok", sentence: `${name} ${version}, ONNX file sha256:${sha256}` };
}

function compared(url: string, model: ServedModel, expected: Expected): Finding[] {
  const findings: Finding[] = [];
  const compare = (check: "version" | "artifact", found: string | undefined, wanted: string, otherwise: string) => {
    const isSame = found === wanted;
    const values = { expected: wanted, ...(found !== undefined && { found }) };
    findings.push({ check, outcome: isSame ? "ok" : "failed", sentence: isSame ? wanted : otherwise, ...values });
  };
  const remedy = "deploy again, and check that this is the address of the deployment that you mean";
  if (expected.modelVersion !== undefined) {
    const { version } = model;
    const otherwise = `${url} serves the model version ${version}, but ${expected.modelVersion} was shipped: ${remedy}.`;
    compare("version", version, expected.modelVersion, otherwise);
  }
  if (expected.artifactDigest !== undefined) {
    const { artifactDigest } = model;
    const otherwise =
      artifactDigest === undefined
        ? `${url} does not say which artifact it runs, but ${expected.artifactDigest} was shipped: it is another deployment, or one without MODELPORT_ARTIFACT_DIGEST; ${remedy}.`
        : `${url} runs the artifact ${artifactDigest}, but ${expected.artifactDigest} was shipped: ${remedy}.`;
    compare("artifact", artifactDigest, expected.artifactDigest, otherwise);
  }
  return findings;
}
