// The command on stack files of a project of its own: what it prices, compares, exports and refuses.
import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRESETS } from "@modelport/advising/presets";
import { RANGES } from "@modelport/advising/ranges";
import { csvRecords } from "@modelport/tabular-text";
import * as registry from "@modelport/stacks/registry";
import { assumedWorkload, estimateSettingsOf, type CostLine, type Workload } from "@modelport/target-kit";
import { expect, it, vi } from "vitest";
import { modelportHere, temporaryFolder } from "../under-test.testing.ts";

vi.setConfig({ testTimeout: 30_000 });

const PROJECT = "name: modelport\nstackConfigDir: stacks/\nconfig:\n  aws:region: us-east-1\n";

type Files = Readonly<Record<string, string>>;

/** A project with these stack files; a stack without text has none. */
async function projectWith(stacks: Files): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "stacks"));
  await writeFile(join(folder, "Pulumi.yaml"), PROJECT);
  await writeStacks(folder, stacks);
  return folder;
}

async function writeStacks(folder: string, stacks: Files): Promise<void> {
  for (const [stack, text] of Object.entries(stacks)) {
    await writeFile(join(folder, "stacks", `Pulumi.${stack}.yaml`), text);
  }
}

const cost = (folder: string, ...args: readonly string[]) => modelportHere(["cost", "--cwd", folder, ...args]);

interface Priced {
  readonly target: string;
  readonly region: string;
  readonly noPricesOf: string | null;
  readonly requirements: Workload;
  readonly usdPerMonth: number | null;
  readonly fixedUsd: number;
  readonly usageUsd: number;
  readonly budgetUsd: number | null;
  readonly lines: readonly CostLine[];
}

async function priced(folder: string, ...args: readonly string[]): Promise<Priced> {
  const { stdout, stderr } = await cost(folder, "--format", "json", ...args);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Priced;
}

const LAMBDA = `encryptionsalt: v1:abc
config:
  aws:region: eu-west-1
  modelport:memoryMiB: 2048
  modelport:requestsPerMonth: 50000000
  modelport:durationMs: "12"
  modelport:budgetUsd: 10
  other:token:
    secure: v1:xyz
`;

it("prices a stack's own settings, region and traffic, as the target does", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  const report = await priced(folder, "--stack", "lambda-prod");
  expect(report).toMatchObject({ target: "lambda", region: "eu-west-1", noPricesOf: null, budgetUsd: 10 });
  const workload = { ...assumedWorkload(estimateSettingsOf({}, "lambda")), requestsPerMonth: 50e6, durationMs: 12 };
  expect(report.lines).toEqual(registry.lambda.cost(workload, { memoryMiB: 2048 }, { region: "eu-west-1" }));
  expect(report.usdPerMonth).toBeCloseTo(report.fixedUsd + report.usageUsd, 9);
});

it("prices the defaults of a stack that has no file, and says so", async () => {
  const { code, stdout, stderr } = await cost(await projectWith({}), "--stack", "acme/modelport/ecs-dev");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "There is no stacks/Pulumi.ecs-dev.yaml: these are the defaults, with the project's configuration.\n",
  });
  expect(stdout).toMatch(/^ecs-dev, AWS ECS on Fargate: 1,000,000 requests a month of 0\.139 ms, .* us-east-1\.\n\n/);
  expect(stdout).toMatch(/\nLoad balancer +730 +hour +0\.0225 +16\.43 +always +quoted +2026-/);
});

it("takes the workload of flags before that of a file, of the stack and of a preset", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  const file = join(folder, "workload.json");
  await writeFile(file, JSON.stringify({ requestsPerMonth: 7000, team: 3 }));
  const fields = async (...args: string[]) => (await priced(folder, "--stack", "lambda-prod", ...args)).requirements;
  expect(await fields()).toMatchObject({ requestsPerMonth: 50e6, durationMs: 12 });
  expect(await fields("--workload", file)).toMatchObject({ requestsPerMonth: 7000, durationMs: 12 });
  expect(await fields("--workload", file, "--requests-per-month", "9")).toMatchObject({ requestsPerMonth: 9 });
  expect(await fields("--preset", "course")).toMatchObject({ requestsPerMonth: 1e6, durationMs: 200 });
});

it("prices one stack where it is, whatever a workload file or a preset says", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  const file = join(folder, "workload.json");
  await writeFile(file, JSON.stringify({ region: "us", residency: ["us"], services: 4, requestsPerMonth: 50e6 }));
  const usual = await priced(folder, "--stack", "lambda-prod");
  expect((await priced(folder, "--stack", "lambda-prod", "--workload", file)).lines).toEqual(usual.lines);
  const preset = await priced(folder, "--stack", "lambda-prod", "--preset", "course");
  expect(preset).toMatchObject({ region: "eu-west-1", noPricesOf: null });
});

it("names the region that has no prices, and an unknown price", async () => {
  const folder = await projectWith({ ecs: "config:\n  aws:region: sa-east-1\n", kubernetes: "config: {}\n" });
  expect(await priced(folder, "--stack", "ecs")).toMatchObject({ region: "us-east-1", noPricesOf: "sa-east-1" });
  expect((await priced(folder, "--stack", "kubernetes")).usdPerMonth).toBeNull();
  expect((await cost(folder, "--stack", "kubernetes")).stdout).toMatch(
    /\ntotal +at least 0\.00\n(.|\n)+ with --prices, in a file such as \{"kubernetes":\{"node":0\.05,"peakNode":0\.05\}\}\.\n/,
  );
  const prices = join(folder, "prices.json");
  await writeFile(prices, JSON.stringify({ kubernetes: { node: 0.05, peakNode: 0.05 } }));
  expect((await priced(folder, "--stack", "kubernetes", "--prices", prices)).usdPerMonth).toBeCloseTo(36.5, 9);
});

it("says how far the total is from the budget", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  const { stdout } = await cost(folder, "--stack", "lambda-prod", "--format", "markdown");
  expect(stdout).toMatch(/\nThat is \d+\.\d\d USD above the budget of 10 USD\.\n$/);
  expect(stdout).toContain("\n| --- | ---: | --- | ---: | ---: | --- | --- | --- |\n");
});

it.each<[stack: string, text: string, sentence: string]>(
  [
    ["nope", "", 'The stack "nope" chooses no target: name it '],
    ["lambda", "config:\n  a: b: c\n", "stacks/Pulumi.lambda.yaml cannot be read as YAML: "],
    [
      "lambda",
      "- 1\n",
      "stacks/Pulumi.lambda.yaml is not a YAML map: it must have the key config, with the settings under it.\n",
    ],
    [
      "lambda",
      "config:\n  modelport:memoryMib: 512\n",
      "modelport:memoryMib is not a setting of the target lambda (did you mean modelport:memoryMiB?)",
    ],
    [
      "lambda",
      "config:\n  modelport:budgetUsd: cheap\n",
      'modelport:budgetUsd is "cheap", but it takes a number from 0 to ',
    ],
    [
      "lambda",
      "config:\n  modelport:requestPerMonth: 5\n",
      "modelport:requestPerMonth is not a setting of the target lambda (did you mean modelport:requestsPerMonth?)",
    ],
  ].filter(([, , sentence]) => sentence !== "") as [string, string, string][],
)("refuses the stack %s with %j", async (stack, text, sentence) => {
  const { code, stdout, stderr } = await cost(await projectWith({ [stack]: text }), "--stack", stack);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.startsWith(`modelport: ${sentence}`), stderr).toBe(true);
  expect(stderr.trimEnd()).not.toContain("\n");
});

it.each<[args: string[], sentence: string]>([
  [[], "--stack is missing: write --stack <name>, or --diff <git ref> for all stacks that changed."],
  [["ecs"], '"ecs" is not a flag, and cost takes only flags: `modelport cost --help` has examples.'],
  [["--stack", "ecs", "--focus", "--format", "json"], "--focus writes one stack's rows as CSV: leave out --format."],
  [
    ["--stack", "ecs", "--focus", "--month", "2027-13"],
    '--month is "2027-13", but must be a month such as 2027-01: correct it.',
  ],
  [
    ["--stack", "ecs", "--requests-per-month", "-1"],
    "--requests-per-month is -1, but it must be a whole number from 0 to 100000000000.",
  ],
  [
    ["--stack", "ecs", "--cwd", "/nowhere"],
    'There is no Pulumi.yaml in "/nowhere" or above it: run this in your clone, or name it with --cwd <folder>.',
  ],
])("refuses %j in one sentence", async (args, sentence) => {
  expect(await modelportHere(["cost", ...args])).toEqual({ code: 2, stdout: "", stderr: `modelport: ${sentence}\n` });
});

it("assumes what the default preset of advise does, within the same ranges", () => {
  const { durationMs, memoryMiB, requestsPerMonth } = assumedWorkload(estimateSettingsOf({}, "lambda"));
  expect({ durationMs, memoryMiB, requestsPerMonth }).toEqual(PRESETS.artifact.fields);
  for (const field of ["requestsPerMonth", "durationMs", "budgetUsd"] as const) {
    const { least, most } = RANGES[field];
    const parsed = (value: number) => estimateSettingsOf({ [`modelport:${field}`]: String(value) }, "lambda")[field];
    expect([parsed(least), parsed(most)]).toEqual([least, most]);
    expect(() => parsed(most + 1)).toThrow(field);
  }
});

const git = (folder: string, ...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { cwd: folder });

function commit(folder: string): void {
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "before");
}

it("shows what the changed stack files cost, and no other", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA, ecs: "config: {}\n", "lambda-old": "config: {}\n" });
  commit(folder);
  await writeStacks(folder, { "lambda-prod": LAMBDA.replace("2048", "4096"), "lambda-new": "config: {}\n" });
  await rm(join(folder, "stacks/Pulumi.lambda-old.yaml"));
  const { code, stdout, stderr } = await cost(folder, "--diff", "HEAD");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^### lambda-new: none to (\d+\.\d\d) USD a month \(\+\1\)\n/);
  expect(stdout).toMatch(/\n### lambda-old: (\d+\.\d\d) to none USD a month \(-\1\)\n/);
  expect(stdout).not.toContain("### ecs");
  expect(stdout).not.toContain("v1:xyz");
  const part = stdout.slice(stdout.indexOf("### lambda-prod"));
  const [, before, after] = /\| Compute, x86_64 \| (\d+\.\d\d) \| (\d+\.\d\d) \| \+/.exec(part) ?? [];
  expect(Number(after)).toBeCloseTo(2 * Number(before), 1);
  expect(part).not.toContain("| Requests |");
  expect(part).toContain("\nChanged: `modelport:memoryMiB`.\n");
  expect(stdout).toMatch(/\nAll 3 stacks: \+\d+\.\d\d USD a month\.\n\nSettings at HEAD against those now, both at /);
});

it("compares one stack, in each format, and says if nothing differs", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  commit(folder);
  expect((await cost(folder, "--diff", "HEAD")).stdout).toBe("No stack's settings differ from HEAD.\n");
  expect((await cost(folder, "--diff", "HEAD", "--stack", "lambda-prod")).stdout).toContain("\nNo line differs.\n");
  await writeStacks(folder, { "lambda-prod": LAMBDA.replace("50000000", "60000000") });
  const args = ["--diff", "HEAD", "--stack", "lambda-prod"];
  const json = JSON.parse((await cost(folder, ...args, "--format", "json")).stdout) as {
    readonly stacks: readonly { readonly differenceUsd: number; readonly beforeUsd: number }[];
  };
  expect(json.stacks[0]?.differenceUsd).toBeGreaterThan(0);
  expect((await cost(folder, ...args, "--format", "table")).stdout).toMatch(
    /\nRequests +\d+\.\d\d +\d+\.\d\d +\+2\.00\n(.|\n)* for 50,000,000 and then 60,000,000 requests a month; not measured\.\n/,
  );
});

it("refuses a commit that is not there, a stack that neither has, and a folder without git", async () => {
  const folder = await projectWith({ "lambda-prod": LAMBDA });
  const refusal = async (...args: readonly string[]) => {
    const { code, stderr } = await cost(folder, ...args);
    expect(code).toBe(2);
    return stderr.replaceAll(JSON.stringify(folder), "FOLDER");
  };
  expect(await refusal("--diff", "HEAD")).toBe(
    "modelport: --diff compares commits, but FOLDER is not in a git repository.\n",
  );
  commit(folder);
  expect(await refusal("--diff", "mian")).toBe(
    'modelport: --diff is "mian", but the repository has no such commit: name a branch, a tag or a commit, and fetch it first if it is remote.\n',
  );
  expect(await refusal("--diff", "HEAD", "--stack", "ecs")).toBe(
    "modelport: Neither this folder nor HEAD has a file of the stack ecs: name another stack.\n",
  );
});

/** The specification's mandatory columns: https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec/tree/v1.2/specification/columns. */
const MANDATORY =
  `BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd BillingPeriodStart ChargeCategory
  ChargeClass ChargeDescription ChargePeriodEnd ChargePeriodStart ContractedCost EffectiveCost InvoiceIssuerName ListCost
  PricingQuantity PricingUnit ProviderName PublisherName ServiceCategory ServiceName`.split(/\s+/);
/** Those of them that may be null. */
const NULLABLE = new Set(["BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit"]);
/** The other columns of the specification that an estimate has. */
const FURTHER =
  `ChargeFrequency ConsumedQuantity ConsumedUnit ContractedUnitPrice InvoiceId ListUnitPrice PricingCategory RegionId
  RegionName ServiceSubcategory`.split(/\s+/);

async function focusRows(stack: string, text: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const { stdout, stderr } = await cost(
    await projectWith({ [stack]: text }),
    "--stack",
    stack,
    "--focus",
    "--month",
    "2026-12",
  );
  expect(stderr).toBe("");
  const records: (readonly string[])[] = [];
  const chunks = (async function* () {
    yield stdout;
  })();
  for await (const some of csvRecords(chunks, { maxRecordCharacters: 10_000 })) {
    records.push(...some.map(({ cells }) => cells));
  }
  const [head = [], ...rows] = records;
  return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ""])));
}

it.each(Object.keys(registry))("exports %s with FOCUS's columns, marked as an estimate", async (target) => {
  const rows = await focusRows(target, "config: {}\n");
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const names = Object.keys(row);
    expect(names.filter((name) => !name.startsWith("x_"))).toEqual([...MANDATORY, ...FURTHER].toSorted());
    for (const name of MANDATORY.filter((each) => !NULLABLE.has(each))) expect(row[name], name).not.toBe("");
    expect(row).toMatchObject({
      BillingPeriodStart: "2026-12-01T00:00:00Z",
      ChargePeriodEnd: "2027-01-01T00:00:00Z",
      ChargeCategory: "Usage",
      InvoiceId: "",
      x_IsEstimate: "true",
    });
    const isUnknown = row["x_IsPriceUnknown"] === "true";
    expect(row["ListUnitPrice"] === "").toBe(isUnknown);
    expect(Number(row["ListUnitPrice"]) * Number(row["PricingQuantity"])).toBeCloseTo(Number(row["ListCost"]), 9);
  }
});
