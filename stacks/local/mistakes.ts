// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "a setting is not described",
    file: "settings.ts",
    find: `.describe("Port of the server bundle, on this machine's loopback address.")`,
    replace: "",
    check: "settings-documented",
    sentence: "settings.ts: serverPort has no description: say with .describe() what it does.",
  },
  {
    title: "a default is changed, and the README is not",
    file: "settings.ts",
    find: "default(30)",
    replace: "default(60)",
    check: "settings-documented",
    sentence:
      "README.md: the row of the setting timeoutSeconds must be | `timeoutSeconds` | a whole number of seconds from 1 to 900, written without the unit | 60 | How long an invocation of the Lambda function may take. |",
  },
  {
    title: "a price was read on a day that is yet to come",
    file: "prices.ts",
    find: `readOn: "2026-11-23"`,
    replace: `readOn: "2962-11-23"`,
    check: "prices-dated",
    sentence: "prices.thisMachine: readOn is 2962-11-23, which is yet to come.",
  },
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
    title: "the server keeps connections for less time than the facts say",
    file: "deploy.ts",
    find: "...timeoutsEnvironment(facts.timeouts.value) }",
    replace: `...timeoutsEnvironment(facts.timeouts.value), KEEP_ALIVE_TIMEOUT_MS: "5000" }`,
    check: "timeouts-declared",
    sentence:
      'pulumi-nodejs:dynamic/local:Service `local-server`: environment has "5000" as KEEP_ALIVE_TIMEOUT_MS, but must have "65000", which follows from facts.timeouts: spread timeoutsEnvironment(facts.timeouts.value) there.',
  },
  {
    title: "a fixed line grows with traffic",
    file: "cost.ts",
    find: "cost({ prices }: CostInputs<LocalSettings, typeof listPrices, Allowances>): readonly CostLine[] {\n  return [fixedLine(prices.thisMachine, 1)];",
    replace:
      "cost({ prices, workload }: CostInputs<LocalSettings, typeof listPrices, Allowances>): readonly CostLine[] {\n  return [fixedLine(prices.thisMachine, 1 + workload.requestsPerMonth)];",
    check: "cost-fixed-without-traffic",
    sentence: [
      "0.2 ms, peak factor 1",
      "0.2 ms, peak factor 1, free tier",
      "1 ms, peak factor 3",
      "1 ms, peak factor 3, free tier",
      "200 ms, peak factor 1",
    ].map(
      (workload) =>
        `cost: the fixed lines (defaults, ${workload}) are [{"name":"This machine","quantity":1}] without a request and [{"name":"This machine","quantity":2}] with 1: what grows with requests is a usageLine.`,
    ),
  },
  {
    title: "a service is named without the stack",
    file: "deployment.ts",
    find: "`${name}-lambda`",
    replace: `"lambda"`,
    redrawn: true,
    check: "names-from-name",
    sentence: "pulumi-nodejs:dynamic/local:Service `lambda`: the name must begin with context.name, which is local.",
  },
  {
    title: "a service is renamed",
    file: "deployment.ts",
    find: "`${name}-lambda`",
    replace: "`${name}-function`",
    check: "graph-snapshot",
    sentence: [
      "pulumi-nodejs:dynamic/local:Service local-lambda is in graph.snap.json and no longer declared, so that it would be deleted: if that is meant, accept it with `npx vitest run -u`.",
      "pulumi-nodejs:dynamic/local:Service local-function is declared and not in graph.snap.json: if that is meant, accept it with `npx vitest run -u`.",
    ],
  },
  {
    title: "a service is nobody's child",
    file: "deployment.ts",
    find: "args.lambda, { parent: this }",
    replace: "args.lambda, {}",
    redrawn: true,
    check: "children-have-parents",
    sentence:
      "pulumi-nodejs:dynamic/local:Service `local-lambda` has no component as its parent: give it { parent: this }.",
  },
  {
    title: "the URL is put together before it is known",
    file: "deploy.ts",
    find: "pulumi.interpolate`${running.server.url}/api/v1/predict`",
    replace: "pulumi.output(`${String(running.server.url)}/api/v1/predict`)",
    check: "outputs-complete",
    sentence: ["predictUrl", "curl"].map(
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
  {
    title: "a token is in the environment",
    file: "deploy.ts",
    find: "environment: { LOG_LEVEL: settings.logLevel },",
    replace: `environment: { LOG_LEVEL: settings.logLevel, API_TOKEN: "hunter2" },`,
    check: "no-plain-secrets",
    sentence:
      "pulumi-nodejs:dynamic/local:Service `local-lambda`: environment has API_TOKEN with a value in plain text, which the console and the state show: let the platform read it from its store of secrets.",
  },
  {
    title: "the program does less under test",
    file: "deploy.ts",
    find: "  await refuseTakenPorts([",
    replace: "  if (process.env.VITEST === undefined) await refuseTakenPorts([",
    check: "program-plain",
    sentence: "deploy.ts:13: it mentions VITEST, but a program must declare the same on every occasion: remove it.",
  },
];
