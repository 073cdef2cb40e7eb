// The command on the targets that are deployed: what it recommends, prints, writes and refuses.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AdviceOptions, analyze, parseRequirements } from "@modelport/advising";
import { PRESETS } from "@modelport/advising/presets";
import * as alternatives from "@modelport/alternatives";
import * as registry from "@modelport/stacks/registry";
import { estimateSettingsOf, regionOf, settingsOf, type Target, totalUsdPerMonth } from "@modelport/target-kit";
import { expect, it, vi } from "vitest";
import { parse } from "yaml";
import { modelportHere, temporaryFolder } from "../under-test.testing.ts";
import { stackFileText } from "./stack-file.ts";

// Each run searches the break-evens of all targets.
vi.setConfig({ testTimeout: 60_000 });

const advise = (...args: readonly string[]) => modelportHere(["advise", ...args]);

interface Report {
  readonly recommended: string | null;
  readonly options: readonly {
    readonly target: string;
    readonly usdPerMonth: number | null;
    readonly region: string;
  }[];
  readonly rejected: readonly { readonly target: string; readonly rejections: readonly { readonly rule: string }[] }[];
}

async function report(...args: readonly string[]): Promise<Report> {
  return JSON.parse((await advise("--format", "json", ...args)).stdout) as Report;
}

/** Without any flag. */
const usual = report();

// Section 12.6 of the course.
it.each([
  ["mvp", ["cloudrun", "lambda"]],
  ["initial-production", ["cloudrun", "ecs"]],
  ["enterprise", ["eks", "gke", "kubernetes"]],
])("recommends for the phase %s one of %j, as the course does", async (preset, platforms) => {
  expect(platforms).toContain((await report("--preset", preset)).recommended);
});

it("has every registered target, recommended or rejected", async () => {
  const { options, rejected } = await usual;
  expect([...options, ...rejected].map(({ target }) => target).toSorted()).toEqual(Object.keys(registry).toSorted());
});

it("never recommends this machine to others", async () => {
  const { rejected } = await usual;
  expect(rejected).toContainEqual(expect.objectContaining({ target: "local" }));
  expect(rejected.find(({ target }) => target === "local")?.rejections).toMatchObject([{ rule: "other-machines" }]);
});

it("takes a model that no zip holds on every other target, and as an image on lambda", async () => {
  const { options } = await report("--model-mib", "500");
  expect(options.map(({ target }) => target)).toContain("lambda");
});

it("counts load balancers and egress if clients call over the internet", async () => {
  const usd = ({ options }: Report, name: string) => options.find(({ target }) => target === name)?.usdPerMonth ?? 0;
  const [inside, outside] = [await usual, await report("--public")];
  for (const name of ["ecs", "eks", "gke"]) expect(usd(outside, name)).toBeGreaterThan(usd(inside, name) + 10);
  expect(usd(outside, "lambda")).toBe(usd(inside, "lambda"));
});

it("says which price is unknown, and takes it from a file", async () => {
  const path = join(await temporaryFolder(), "prices.json");
  await writeFile(path, JSON.stringify({ kubernetes: { node: 0.05, peakNode: 0.05 } }));
  const usd = (each: Report) => each.options.find(({ target }) => target === "kubernetes")?.usdPerMonth;
  expect(usd(await usual)).toBeNull();
  expect(usd(await report("--prices", path))).toBeCloseTo(730 * 0.05, 9);
});

it("takes prices of where data must stay, and rejects vendors that are not there", async () => {
  const regions = (await report("--residency", "eu")).options.map(({ target, region }) => [target, region]);
  expect(regions).toContainEqual(["lambda", expect.stringMatching(/^eu-/)]);
  expect(regions).toContainEqual(["cloudrun", expect.stringMatching(/^europe-/)]);
  const { rejected } = await report("--residency", "NZ");
  expect(rejected.find(({ target }) => target === "gke")?.rejections).toMatchObject([{ rule: "residency" }]);
});

it("says how many services an estimate is for", async () => {
  const { stdout } = await advise("--services", "5", "--residency", "de,fr");
  expect(stdout).toContain(", data in DE, FR; 5 services like this one.\n");
});

it("prints the same for a file, for flags, and in Spanish", async () => {
  const path = join(await temporaryFolder(), "workload.json");
  await writeFile(path, JSON.stringify({ requestsPerMonth: 5_000_000, team: 2 }));
  const byFile = await advise("--workload", path);
  expect(byFile).toEqual(await advise("--requests-per-month", "5e6", "--team", "2"));
  expect(byFile).toMatchObject({ code: 0, stderr: "" });
  expect(byFile.stdout).toMatch(/^5,000,000 requests a month .*\n\nRecommended: /);
  expect((await advise("--workload", path, "--lang", "es")).stdout).toMatch(/\n\nRecomendación: /);
  expect((await advise("--workload", path, "--format", "markdown")).stdout).toContain("\n## Rejected\n");
});

it("writes the decision record, the same each time, and replaces it only with --force", async () => {
  const path = join(await temporaryFolder(), "0009-platform.md");
  expect(await advise("--adr", path, "--preset", "mvp")).toMatchObject({ code: 0, stderr: `Written to ${path}\n` });
  const record = await readFile(path, "utf8");
  expect(record).toContain("\n# Deploy the model on Google Cloud Run\n");
  expect(await advise("--adr", path)).toMatchObject({
    code: 2,
    stderr: `modelport: ${JSON.stringify(path)} exists: add --force to replace it, or give another file.\n`,
  });
  await advise("--adr", path, "--preset", "mvp", "--force");
  expect(await readFile(path, "utf8")).toBe(record);
});

it("writes the stack file of the recommended target, and replaces it only with --force", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "Pulumi.lambda.yaml");
  const args = ["--settings", folder, "--memory-mib", "3000", "--budget-usd", "50", "--region", "eu"];
  expect(await advise(...args)).toMatchObject({ code: 0, stderr: `Written to ${path}\n` });
  expect(await readFile(path, "utf8"))
    .toBe(`# The settings that modelport advise recommends; the others keep their defaults.
config:
  aws:region: eu-west-1
  modelport:memoryMiB: 3008
  modelport:requestsPerMonth: 1000000
  modelport:durationMs: 0.139
  modelport:budgetUsd: 50
`);
  expect(await advise(...args)).toMatchObject({
    code: 2,
    stderr: `modelport: ${JSON.stringify(path)} exists: add --force to replace it, or give another file.\n`,
  });
  expect(await advise(...args, "--force")).toMatchObject({ code: 0 });
});

it.each(Object.values(registry).filter(({ name }) => name !== "local"))(
  "writes settings that $name takes, at the price that it was advised for",
  async (target) => {
    const requirements = parseRequirements({ ...PRESETS.course.fields, public: true, region: "eu" });
    const analysis = analyze([target], requirements);
    const [option = expect.fail(`${target.name} is rejected`)] = analysis.options;
    const { config } = parse(stackFileText(option, analysis)) as { readonly config: Readonly<Record<string, unknown>> };
    const texts = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
    expect(() => target.parseSettings(settingsOf(texts))).not.toThrow();
    expect(estimateSettingsOf(texts, target.name)).toMatchObject({ requestsPerMonth: 1e6, durationMs: 200 });
    const region = regionOf(target, texts);
    const { p99Ms: _, hourlyWeights: __, ...workload } = requirements;
    const lines = target.cost(workload, settingsOf(texts), region === undefined ? {} : { region });
    expect(totalUsdPerMonth(lines)).toBeCloseTo(option.estimate.usdPerMonth, 9);
  },
);

const stackFileFor = (target: Target, fields: object, options: AdviceOptions = {}) => {
  const analysis = analyze([target], parseRequirements({ ...PRESETS.course.fields, ...fields }), options);
  return stackFileText(analysis.options[0] ?? expect.fail(`${target.name} is rejected`), analysis);
};

it.each([
  [registry.lambda, { residency: ["de"] }, "eu-central-1", "us-east-1"],
  [registry.ecs, { residency: ["fr", "de"], region: "eu-west" }, "eu-west-3", "us-east-1"],
  [registry.cloudrun, { residency: ["jp"] }, "asia-northeast1", "us-central1"],
  [registry.lambda, { region: "ap-southeast-2" }, "ap-southeast-2", "us-east-1"],
] as const)("writes a region in which $name may be for %j", (target, fields, region, priced) => {
  const text = stackFileFor(target, fields);
  expect(text).toContain(`:region: ${region}\n`);
  expect(text).toContain(`\n# The estimate takes the prices of ${priced}, because none are known of ${region}.\n`);
});

it("writes the setting of Spot that the estimate is for", () => {
  const spot = (isOn: boolean) => stackFileFor(registry.ecs, { requestsPerMonth: 1e9 }, { spot: isOn });
  expect(spot(true)).toContain("\n  modelport:spot: true\n");
  expect(spot(false)).not.toContain("spot");
});

it("says of a target that is first because its price is unknown that it is", async () => {
  const { stdout } = await advise("--requests-per-month", "3000000", "--budget-usd", "1");
  expect(stdout).toContain(
    "\nRecommended: kubernetes, Kubernetes.\nWhat kubernetes costs is unknown, and with it whether ",
  );
  const above = await advise("--requests-per-month", "3000000", "--budget-usd", "50", "--lang", "es");
  expect(above.stdout).toMatch(/\n {2}A partir de [\d.]+ peticiones al mes: kubernetes, cuyo precio no se conoce\.\n/);
});

it("says that a cluster of the team's must have room", async () => {
  const { stdout } = await advise("--existing-cluster", "--team", "5");
  expect(stdout).toContain("\nThe estimate of kubernetes takes for granted that your cluster has room for its pods.\n");
});

it("writes numbers of a Spanish record with commas", async () => {
  const path = join(await temporaryFolder(), "record.md");
  await advise("--lang", "es", "--adr", path);
  expect(await readFile(path, "utf8")).toMatch(/\| GB-second \| 0,00\d+ \| \d+,\d\d \|\n/);
});

it("reads a file with a byte order mark, as editors of Windows write it", async () => {
  const path = join(await temporaryFolder(), "workload.json");
  await writeFile(path, '\uFEFF{"team": 2}');
  expect((await advise("--workload", path)).stdout).toContain(", a team of 2, ");
});

it("exits with code 1 if no target passes", async () => {
  const { code, stdout } = await advise("--gpu");
  expect(code).toBe(1);
  expect(stdout).toContain("\nNo target passes every rule.\n");
  expect(stdout).toContain("lambda: it has no GPU, which is required (qualities.gpu: ");
  expect(stdout).toMatch(
    /\nGoogle Cloud Run with an L4 GPU would fit, for [\d.]+ USD a month; modelport does not deploy it\.\n/,
  );
});

it.each<[args: string[], sentence: string]>([
  [["--team", "-5"], "--team is -5, but it must be a whole number from 1 to 1000."],
  [
    ["--requests-per-month", "many"],
    '--requests-per-month is "many", but it must be a whole number from 0 to 100000000000.',
  ],
  [
    ["--requests-per-month", "1e30"],
    "--requests-per-month is 1e+30, but it must be a whole number from 0 to 100000000000.",
  ],
  [["--duration-ms", "0"], "--duration-ms is 0, but it must be a number from 0.001 to 900000."],
  [["--services", "0"], "--services is 0, but it must be a whole number from 1 to 100."],
  [
    ["--residency", "mars"],
    '--residency is "mars", but it must be a list of countries as two letters, such as de, or eu for the European Union.',
  ],
  [["--format", "yaml"], '--format is "yaml", but must be one of table, json, markdown: correct it.'],
  [["--on", "2027-02-30"], '--on is "2027-02-30", but it must be a date such as 2027-03-27.'],
  [["--hourly-rate", "-1"], '--hourly-rate is "-1", but it must be a number of USD from 0 to 10000.'],
  [["mvp"], '"mvp" is not a flag, and advise takes only flags: `modelport advise --help` has examples.'],
  [["--workload", "/nowhere.json"], 'The file "/nowhere.json" of --workload cannot be read (ENOENT): check the path.'],
])("refuses %j in one sentence", async (args, sentence) => {
  expect(await advise(...args)).toEqual({ code: 2, stdout: "", stderr: `modelport: ${sentence}\n` });
});

const platforms = [...Object.values(registry), ...Object.values(alternatives)];

it.each<[flag: string, content: string, sentence: (file: string) => string]>([
  ["--workload", "[]", (file) => `The file ${file} of --workload is not a JSON object: correct it.`],
  ["--workload", '{"team": 0}', (file) => `In ${file}, team is 0, but it must be a whole number from 1 to 1000.`],
  ["--weights", '{"cost": 7}', (file) => `In ${file}, cost is 7, but it must be a number from 0 to 1.`],
  [
    "--prices",
    '{"ec2": {}}',
    () => `--prices has "ec2", but it must be one of ${platforms.map(({ name }) => name).join(", ")}: correct it.`,
  ],
  [
    "--prices",
    '{"lambda": {"requests": -1}}',
    () =>
      "--prices: The price requests is -1, but it must be a number of USD from 0 to 1000000000 per million requests.",
  ],
])("refuses %s with %s in one sentence", async (flag, content, sentence) => {
  const path = join(await temporaryFolder(), "file.json");
  await writeFile(path, content);
  const stderr = `modelport: ${sentence(JSON.stringify(path))}\n`;
  expect(await advise(flag, path)).toEqual({ code: 2, stdout: "", stderr });
});

it("names every flag in its help, in lines that fit", async () => {
  const { stdout } = await modelportHere(["help", "advise"]);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(115);
  expect(stdout).toContain("--p99-ms <number>");
  expect(stdout).toContain("--memory-mib <number>");
});
