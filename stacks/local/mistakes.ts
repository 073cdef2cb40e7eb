// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "the grace ends before the draining does",
    file: "facts.ts",
    find: "graceSeconds: 15",
    replace: "graceSeconds: 8",
    check: "timeouts-ordered",
    sentence:
      "facts.timeouts: graceSeconds is 8, but preStopSeconds, drainDelaySeconds, drainTimeoutSeconds and 0.5 s to exit add up to 8.5, or running requests are killed.",
  },
  {
    title: "the URL is put together before it is known",
    file: "deploy.ts",
    find: "    url: running.server.url,",
    replace: "    url: `${String(running.server.url)}/`,",
    check: "outputs-complete",
    sentence: ["url", "predictUrl", "curl"].map(
      (name) => `outputs.${name} has "[toString]" in it, but must be a text without a gap.`,
    ),
  },
  {
    title: "an output is given that nobody declared",
    file: "deploy.ts",
    find: "lambdaUrl: running.lambda.url,",
    replace: "lambdaUrl: running.lambda.url,\n    lambdaPort: String(lambda.port),",
    check: "outputs-complete",
    sentence: "outputs.lambdaPort is not declared: say in target.ts what it is, or return it no longer.",
  },
];
