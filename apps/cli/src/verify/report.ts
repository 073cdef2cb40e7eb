import type { Finding } from "./finding.ts";

/** Outcome, check, sentence; below them the details. */
export function findingLines({ outcome, check, sentence, details = [] }: Finding): readonly string[] {
  return [
    `${outcome.padEnd(7)}  ${check.padEnd(10)}  ${sentence}`,
    ...details.map((detail) => `${" ".repeat(21)}${detail}`),
  ];
}

/** A check that nothing could run is no failure by itself: the check that stands in its way has failed. */
export function isOk(findings: readonly Finding[]): boolean {
  return findings.every(({ outcome }) => outcome !== "failed");
}

/** The last line of a report of checks over HTTP. @param through the way, if requests do not go to `url` itself */
export function httpVerdict(url: string, through: string, findings: readonly Finding[]): string {
  const of = `of ${url}`;
  return isOk(findings)
    ? `All ${findings.length} checks ${of} are ok${through && `, ${through}`}.`
    : failedVerdict(of, findings);
}

/** The last line of a report of running tasks, which says that HTTP is not among the checks. */
export function tasksVerdict(service: string, findings: readonly Finding[]): string {
  if (!isOk(findings)) return failedVerdict(`of the ECS service ${service}`, findings);
  return `The ECS service ${service} runs what was deployed; HTTP was not verified: it is reachable only inside the VPC.`;
}

function failedVerdict(of: string, findings: readonly Finding[]): string {
  const failed = findings.filter(({ outcome }) => outcome === "failed").map(({ check }) => check);
  return `${failed.length} of ${findings.length} checks ${of} failed: ${failed.join(", ")}.`;
}

export interface Report {
  readonly url: string;
  readonly auth: string;
  readonly findings: readonly Finding[];
}

/** For machines: `{url, auth, ok, checks}`, line by line. */
export function reportJson({ url, auth, findings }: Report): readonly string[] {
  return JSON.stringify({ url, auth, ok: isOk(findings), checks: findings }, undefined, 2).split("\n");
}
