import type { Finding } from "./finding.ts";

/** One line: outcome, check, sentence. */
export function findingLine({ outcome, check, sentence }: Finding): string {
  return `${outcome.padEnd(7)}  ${check.padEnd(10)}  ${sentence}`;
}

/** The last line of a report. */
export function verdict(url: string, findings: readonly Finding[]): string {
  const failed = findings.filter(({ outcome }) => outcome === "failed").map(({ check }) => check);
  const checks = `${findings.length} checks`;
  if (failed.length === 0) return `All ${checks} of ${url} are ok.`;
  return `${failed.length} of ${checks} of ${url} failed: ${failed.join(", ")}.`;
}

export interface Report {
  readonly url: string;
  readonly auth: string;
  readonly findings: readonly Finding[];
}

/** For machines: `{url, auth, ok, checks}`, line by line. */
export function reportJson({ url, auth, findings }: Report): readonly string[] {
  const ok = findings.every(({ outcome }) => outcome === "ok");
  return JSON.stringify({ url, auth, ok, checks: findings }, undefined, 2).split("\n");
}
